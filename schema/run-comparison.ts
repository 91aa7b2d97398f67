import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { type Comparison, Decisions, Difference, Flip } from './comparison.ts'
import { ItemId } from './item.ts'
import { ItemVerdict } from './item-verdict.ts'
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

/** An item that exactly one of two runs gets right, with what both made of it. */
const JudgedFlip = Flip.extend({
  item: ItemId,
  steps: z.int().meta({ description: 'Of a pool: of all candidates together.' }),
  a: ItemVerdict,
  b: ItemVerdict,
})

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
        differences: NamedComparison.shape.differences,
        decisions: z.discriminatedUnion('status', [
          Decided.extend({ flips: z.array(JudgedFlip) }),
          Undecided,
        ]),
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

/** Puts beside each flip what both runs made of it; `verdicts` are of the items, in their order. */
export function judgeFlips(
  { differences, decisions }: NamedComparison,
  items: readonly { readonly id: string; readonly steps: number }[],
  verdicts: { readonly a: readonly ItemVerdict[]; readonly b: readonly ItemVerdict[] },
): Pick<RunComparison['pairs'][number], 'differences' | 'decisions'> {
  if (decisions.status === 'undefined') return { differences, decisions }
  const places = new Map(items.map(({ id }, place) => [id, place]))
  const flips = decisions.flips.flatMap((flip) => {
    const place = places.get(flip.item) ?? -1
    const [a, b] = [verdicts.a[place], verdicts.b[place]]
    return a && b ? [{ ...flip, steps: items[place]?.steps ?? 0, a, b }] : []
  })
  return { differences, decisions: { ...decisions, flips } }
}
