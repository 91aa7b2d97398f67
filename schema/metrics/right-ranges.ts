import type { Policy } from '../policy.ts'
import { transformScores } from '../transform.ts'
import { majority } from '../verdict.ts'
import { type ClusterDraws, resampledSums } from './cluster-draws.ts'
import { isRight, outcome, rightRange, type ThresholdRange } from './decision.ts'
import { firstAbove } from './first-above.ts'
import type { JudgedItem } from './first-error-report.ts'

/** Which thresholds make each item right: those above `above`, up to `upTo`. */
export interface RightRanges {
  readonly isError: Uint8Array
  readonly above: Float64Array
  readonly upTo: Float64Array
}

const ALWAYS: ThresholdRange = {
  above: Number.NEGATIVE_INFINITY,
  upTo: Number.POSITIVE_INFINITY,
}
const NEVER: ThresholdRange = { above: ALWAYS.upTo, upTo: ALWAYS.above }

/** Scores need a threshold, so `vote` makes none of them right; votes need none. */
export function rightRanges(items: readonly JudgedItem[], { kind }: Policy): RightRanges {
  const ranges = items.map((item) => {
    if ('scores' in item) {
      return (kind !== 'vote' && rightRange(item.label, item.scores)) || NEVER
    }
    const verdict = majority(item.votes)
    if (verdict.kind === 'unparsed') return NEVER
    return isRight(outcome(item.label, verdict)) ? ALWAYS : NEVER
  })
  return {
    isError: Uint8Array.from(items, ({ label }) => (label.kind === 'at' ? 1 : 0)),
    above: Float64Array.from(ranges, ({ above }) => above),
    upTo: Float64Array.from(ranges, ({ upTo }) => upTo),
  }
}

/** The items after a policy's transforms. */
export function transformedItems(
  items: readonly JudgedItem[],
  { transforms = [] }: Policy,
): readonly JudgedItem[] {
  if (transforms.length === 0) return items
  return items.map((item) =>
    'scores' in item ? { ...item, scores: transformScores(item.scores, transforms) } : item,
  )
}

/** For every resample, its items with an error and those without one. */
export interface ResampledCounts {
  readonly error: Float64Array
  readonly correct: Float64Array
}

export function resampledItems(isError: Uint8Array, draws: ClusterDraws): ResampledCounts {
  return {
    error: resampledSums(isError, draws),
    correct: resampledSums(
      isError.map((flag) => 1 - flag),
      draws,
    ),
  }
}

/** The resamples that have a cut, by rising cut, and those cuts. */
export interface OrderedCuts {
  readonly order: Uint32Array
  readonly sorted: Float64Array
}

/** @param cuts of every resample, NaN where there is none */
export function orderCuts(cuts: Float64Array): OrderedCuts {
  const cutOf = (resample: number) => cuts[resample] as number
  const order = Uint32Array.from(cuts.keys())
    .filter((resample) => !Number.isNaN(cutOf(resample)))
    .sort((a, b) => cutOf(a) - cutOf(b))
  return { order, sorted: Float64Array.from(order, cutOf) }
}

/**
 * For every resample, its items that are right at its own cut; none without one. With the resamples in
 * order of their cuts, those in which an item is right stand side by side; most items are right at
 * every cut or at none, and are summed by cluster first.
 */
export function resampledRight(
  { isError, above, upTo }: RightRanges,
  {
    ordered: { order, sorted },
    draws,
  }: { readonly ordered: OrderedCuts; readonly draws: ClusterDraws },
): ResampledCounts {
  const { of, resamples, weights } = draws
  const always = { error: new Uint8Array(of.length), correct: new Uint8Array(of.length) }
  const ranges: { sums: 'error' | 'correct'; cluster: number; from: number; to: number }[] = []
  for (let item = 0; item < of.length; item++) {
    const cluster = of[item] as number
    const sums = isError[item] ? 'error' : 'correct'
    const from = firstAbove(sorted, above[item] as number)
    const to = firstAbove(sorted, upTo[item] as number)
    if (from === 0 && to === resamples) always[sums][item] = 1
    else if (from < to) ranges.push({ sums, cluster, from, to })
  }
  const right = {
    error: resampledSums(always.error, draws),
    correct: resampledSums(always.correct, draws),
  }
  for (const { sums, cluster, from, to } of ranges) {
    const totals = right[sums]
    const start = cluster * resamples
    for (let place = from; place < to; place++) {
      const resample = order[place] as number
      totals[resample] = (totals[resample] as number) + (weights[start + resample] as number)
    }
  }
  return right
}
