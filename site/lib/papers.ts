import type { Capability, Paper } from '#schema/catalog.ts'

export const PAPER_WORDS = {
  prm: 'a process reward model',
  prm_and_benchmark: 'a process reward model and a benchmark',
  benchmark: 'a benchmark',
  training_method: 'a way to train',
  search_method: 'a way to search',
  aggregation_method: 'a way to join scores',
  evaluation_method: 'a way to evaluate',
  evaluation_standard: 'a standard of evaluation',
} as const satisfies Record<Paper['kind'], string>

export const CAPABILITY_WORDS = {
  whole: 'there',
  partial: 'in part',
  missing: 'not yet',
} as const satisfies Record<Capability['state'], string>

/** The name of a capability as words. */
export function spaced(capability: string): string {
  return capability
    .split('-')
    .map((word) => SPELLED[word] ?? word)
    .join(' ')
}
const SPELLED: Readonly<Record<string, string>> = {
  bon: 'Best-of-N',
  ci: 'intervals',
  f1: 'F1',
  orm: 'ORM',
  prmbench: 'PRMBench',
}
