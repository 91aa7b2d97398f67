import { z } from 'zod'
import { AnyOutcome } from '../item-verdict.ts'

/** Items of which one run made one outcome and the other another, or the same. */
export const OutcomePair = z
  .object({ a: AnyOutcome, b: AnyOutcome, items: z.int().positive() })
  .meta({ id: 'OutcomePair' })
export type OutcomePair = z.infer<typeof OutcomePair>

/** How often two runs made each pair of outcomes, of the same items in the same order. */
export function outcomePairs(
  a: readonly AnyOutcome[],
  b: readonly AnyOutcome[],
): readonly OutcomePair[] {
  const pairs = new Map<string, OutcomePair>()
  for (const [item, own] of a.entries()) {
    const other = b[item]
    if (other === undefined) throw new Error('The runs are of different items')
    const key = `${own} ${other}`
    const items = (pairs.get(key)?.items ?? 0) + 1
    pairs.set(key, { a: own, b: other, items })
  }
  return [...pairs.values()]
}
