import { z } from 'zod'
import type { RunManifest } from './manifest.ts'

export const DISCLOSURES = ['clean', 'overlap', 'not_stated'] as const

export const Disclosure = z.enum(DISCLOSURES).meta({
  id: 'Disclosure',
  description:
    'What the submitter declares of training data and benchmark: clean, nothing of it was trained on; overlap, some of it was; not_stated. It costs no rank.',
})
export type Disclosure = z.infer<typeof Disclosure>

export function disclosureOf({ disclosure }: Pick<RunManifest, 'disclosure'>): Disclosure {
  return disclosure?.declared ?? 'not_stated'
}
