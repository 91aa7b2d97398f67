import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { type Comparison, Decisions, Difference, Flip } from './comparison.ts'
import { ItemId } from './item.ts'
import { OutcomePair } from './metrics/outcome-pairs.ts'
import { RunId } from './run.ts'
import { Sha256 } from './sha256.ts'
import { Standing } from './standing.ts'

const [Decided, Undecided] = Decisions.options

/** A comparison that names the items which exactly one of two runs gets right. */
export const NamedComparison = z
  .object({
    differences: z.array(Difference),
    decisions: z.discriminatedUnion('status', [
      Decided.extend({ flips: z.array(Flip.extend({ item: ItemId })) }),
      Undecided,
    ]),
  })
  .meta({ id: 'NamedComparison' })
export type NamedComparison = z.infer<typeof NamedComparison>

/** Several runs of one benchmark on one board, pair by pair. */
export const RunComparison = z
  .object({
    benchmark: BenchmarkId,
    revision: Sha256,
    runs: z.array(
      z.object({
        run: RunId,
        model: Standing.shape.model,
        policy: z.string(),
        value: Standing.shape.value,
        interval: Standing.shape.interval,
      }),
    ),
    pairs: z.array(
      z.object({
        a: RunId,
        b: RunId,
        headline: Difference.nullable().meta({ description: 'Of the value that runs rank by.' }),
        adjustedPValue: z.number().nullable().meta({
          description:
            'Of the headline: Holm-adjusted over the pairs; null where it has no p-value.',
        }),
        ...NamedComparison.shape,
        outcomes: z.array(OutcomePair).meta({ description: 'How often each of both came.' }),
      }),
    ),
  })
  .meta({ id: 'RunComparison' })
export type RunComparison = z.infer<typeof RunComparison>

/** Puts ids for places: those of a benchmark's items in canonical order. */
export function nameFlips(
  { differences, decisions }: Comparison,
  items: readonly { readonly id: string; readonly subset: string }[],
): NamedComparison {
  if (decisions.status === 'undefined') return { differences, decisions }
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  const flips = decisions.flips.flatMap(({ subset, item, right }) => {
    const id = bySubset.get(subset)?.[item]?.id
    return id === undefined ? [] : [{ subset, item: id, right }]
  })
  return { differences, decisions: { ...decisions, flips } }
}
