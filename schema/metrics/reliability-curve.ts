import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import { Rate, rate } from './rate.ts'
import { coverageGap, type PartialRule, type ScoreCounts } from './score-counts.ts'

/**
 * To which bin a score on an edge belongs. `lower_closed`: [lower, upper), the last bin closed at 1,
 * as in netcal and numpy. `upper_closed`: (lower, upper], as in Guo et al. 2017, but with 0 in the
 * first bin, where their code leaves it out.
 */
export const BIN_CONVENTIONS = ['lower_closed', 'upper_closed'] as const
export type BinConvention = (typeof BIN_CONVENTIONS)[number]

export interface BinRule extends PartialRule {
  /** How many bins of equal width there are; 10 when left out. */
  readonly bins?: number | undefined
  readonly convention: BinConvention
}

/** The steps whose score lies in one bin. */
export const ReliabilityBin = z
  .object({
    lower: z.number(),
    upper: z.number(),
    confidence: MetricValue.meta({ description: 'Mean score; undefined in an empty bin.' }),
    accuracy: Rate.meta({ description: 'Share of right steps.' }),
  })
  .meta({ id: 'ReliabilityBin' })
export type ReliabilityBin = z.infer<typeof ReliabilityBin>

export const ReliabilityCurve = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('ok'), n: z.int(), bins: z.array(ReliabilityBin) }),
    z.object({ status: z.literal('undefined'), reason: z.string(), n: z.int() }),
  ])
  .meta({ id: 'ReliabilityCurve' })
export type ReliabilityCurve = z.infer<typeof ReliabilityCurve>

/**
 * How often steps of about the same score are right, where the score is the probability of that.
 * Edges are i · (1 / bins) in floating point, so the fourth of ten is 0.30000000000000004.
 */
export function reliabilityCurve(
  counts: ScoreCounts,
  { bins = 10, convention, ...partial }: BinRule,
): ReliabilityCurve {
  const { scores, right, wrong, totals } = counts
  const gap = probabilityGap(counts, partial)
  if (gap !== undefined) return { status: 'undefined', reason: gap, n: totals.scored }
  const edges = binEdges(bins)
  const table = Array.from({ length: bins }, () => ({ k: 0, n: 0, sum: 0 }))
  let place = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] as number
    while (place < bins - 1 && isPast(score, edges[place + 1] as number, convention)) place += 1
    const bin = table[place] as (typeof table)[number]
    const n = (right[index] as number) + (wrong[index] as number)
    bin.k += right[index] as number
    bin.n += n
    bin.sum += n * score
  }
  return {
    status: 'ok',
    n: totals.scored,
    bins: table.map(({ k, n, sum }, index) => ({
      lower: edges[index] as number,
      upper: edges[index + 1] as number,
      confidence:
        n === 0 ? { status: 'undefined', reason: EMPTY, n } : { status: 'ok', value: sum / n, n },
      accuracy: rate(k, n, EMPTY),
    })),
  }
}

/** Why these scores cannot be probabilities, or coverage is too low; nothing when neither is so. */
export function probabilityGap(counts: ScoreCounts, rule: PartialRule): string | undefined {
  const gap = coverageGap(counts, rule)
  if (gap !== undefined) return gap
  const { scores } = counts
  const isProbability = (scores[0] as number) >= 0 && (scores.at(-1) as number) <= 1
  return isProbability ? undefined : 'the scores are no probabilities'
}

const EMPTY = 'no step in the bin'

function binEdges(bins: number): Float64Array {
  const width = 1 / bins
  return Float64Array.from({ length: bins + 1 }, (_, index) => (index === bins ? 1 : index * width))
}

function isPast(score: number, upper: number, convention: BinConvention): boolean {
  switch (convention) {
    case 'lower_closed':
      return score >= upper
    case 'upper_closed':
      return score > upper
  }
}
