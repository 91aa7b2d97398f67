import { pearson } from '../metrics/correlation.ts'
import { agreement } from './decision-text.ts'
import { denseRanks } from './fingerprint.ts'
import type { Series } from './series.ts'
import { FEWEST } from './suspicion.ts'

/** Votes, and decisions turned into votes, have no scores to compare: they are alike from here. */
const VOTES_ALIKE = 0.995
/** From this correlation on, of scores or of their ranks, one run's scores are the other's. */
const SCORES_ALIKE = 0.999

/** One subset as a run sees it. */
export interface Said extends Series {
  readonly decisions: readonly string[]
}

/** Two runs that say the same of a subset, and how alike they are. */
export type Likeness =
  | { readonly of: 'scores'; readonly decisions: number; readonly correlation: number }
  | { readonly of: 'votes'; readonly decisions: number }

/** Undefined where two runs are not so alike that one must be the other. */
export function likeness(a: Said, b: Said): Likeness | undefined {
  const decisions = agreement(a.decisions, b.decisions)
  if (a.votes.length > 0 || b.votes.length > 0) {
    return decisions < VOTES_ALIKE ? undefined : { of: 'votes', decisions }
  }
  const correlation = correlationOf(a.scores, b.scores)
  return correlation < SCORES_ALIKE ? undefined : { of: 'scores', decisions, correlation }
}

/** The higher of Pearson's r and Spearman's ρ over the steps that both scored; 0 where they share few. */
function correlationOf(a: Float64Array, b: Float64Array): number {
  const isShared = (_: number, step: number) =>
    !Number.isNaN(a[step] ?? Number.NaN) && !Number.isNaN(b[step] ?? Number.NaN)
  const x = a.filter(isShared)
  const y = b.filter(isShared)
  if (x.length < FEWEST) return 0
  const found = [pearson(x, y), pearson(meanRanks(x), meanRanks(y))]
  return Math.max(0, ...found.map((one) => (one.status === 'ok' ? one.value : 0)))
}

/** The rank of each value, equal ones sharing the mean of theirs. */
function meanRanks(values: Float64Array): Float64Array {
  const places = denseRanks(values)
  const counts: number[] = []
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1
  let before = 0
  const means = counts.map((count) => {
    const mean = before + (count + 1) / 2
    before += count
    return mean
  })
  return Float64Array.from(places, (place) => means[place] ?? 0)
}
