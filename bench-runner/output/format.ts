import { Option } from '@commander-js/extra-typings'

export const FORMATS = ['table', 'json', 'csv'] as const
export type Format = (typeof FORMATS)[number]

export function formatOption() {
  return new Option('--format <format>', 'how to write it to stdout')
    .choices(FORMATS)
    .default('table' as const)
}
