import type { BenchmarkKind } from '../benchmark.ts'
import { bestOfNKind } from './best-of-n.ts'
import { firstError } from './first-error.ts'
import type { Kind } from './kind.ts'
import { preference } from './preference.ts'
import { stepLabels } from './step-labels.ts'

const KINDS = {
  first_error: firstError,
  step_labels: stepLabels,
  best_of_n: bestOfNKind,
  preference,
} as const satisfies Record<BenchmarkKind, unknown>

type ItemOf<Of> = Of extends Kind<infer Item, infer _> ? Item : never
type GoldOf<Of> = Of extends Kind<infer _, infer Gold> ? Gold : never

/** An item of any kind, as benchmarks hold it and publications carry it. */
export type BenchmarkItem = ItemOf<(typeof KINDS)[BenchmarkKind]>
/** The labels of an item of any kind. */
export type Gold = GoldOf<(typeof KINDS)[BenchmarkKind]>

/** How a kind of benchmark works. Its functions take what they themselves gave out. */
export function kindOf(kind: BenchmarkKind): Kind<BenchmarkItem, Gold> {
  return KINDS[kind]
}
