import type { ScoredItem } from './best-threshold.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import { rightRange } from './decision.ts'
import { firstAbove } from './first-above.ts'
import { isHigherFraction } from './fraction.ts'
import type { ResampledCounts } from './right-ranges.ts'

/** Every step that has a score, by rising score: where a cut may lie, and the cluster it needs. */
interface Steps {
  readonly scores: Float64Array
  readonly clusters: Int32Array
}

/** Places among the steps from which on a cluster has more or fewer right items, ascending. */
interface Changes {
  readonly places: Int32Array
  readonly clusters: Int32Array
  readonly error: Int32Array
  readonly correct: Int32Array
}

/**
 * The best cut of every resample by the rule of bestThreshold: the highest F1 among all distinct
 * scores of the items drawn, the lowest of equals, compared exactly; NaN where the resample has no
 * item with an error (sizes), none without one, or no score. Between two changes of the counts that were
 * drawn there is a score that was drawn, since a count changes after a score only; so the best
 * stretch is found from the changes alone, and the cut is the first score drawn in it.
 */
export function resampledCuts(
  items: readonly ScoredItem[],
  { draws, sizes }: { readonly draws: ClusterDraws; readonly sizes: ResampledCounts },
): Float64Array {
  const steps = stepsOf(items, draws)
  const changes = changesOf(items, { scores: steps.scores, draws })
  const { clusters, resamples, weights } = draws
  const drawn = new Uint8Array(clusters)
  const cuts = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    for (let cluster = 0; cluster < clusters; cluster++) {
      drawn[cluster] = weights[cluster * resamples + resample] as number
    }
    const last = steps.clusters.findLastIndex((cluster) => drawn[cluster] !== 0)
    const error_n = sizes.error[resample] as number
    const correct_n = sizes.correct[resample] as number
    if (last === -1 || error_n === 0 || correct_n === 0) {
      cuts[resample] = Number.NaN
      continue
    }
    let place = bestPlace(changes, { drawn, last, error_n, correct_n })
    while (drawn[steps.clusters[place] as number] === 0) place += 1
    cuts[resample] = steps.scores[place] as number
  }
  return cuts
}

function stepsOf(items: readonly ScoredItem[], { of }: ClusterDraws): Steps {
  const steps = items
    .flatMap(({ scores }, item) =>
      Array.from(scores, (score) => ({ score, cluster: of[item] ?? 0 })),
    )
    .filter(({ score }) => !Number.isNaN(score))
    .sort((a, b) => a.score - b.score)
  return {
    scores: Float64Array.from(steps, ({ score }) => score),
    clusters: Int32Array.from(steps, ({ cluster }) => cluster),
  }
}

function changesOf(
  items: readonly ScoredItem[],
  { scores, draws }: { readonly scores: Float64Array; readonly draws: ClusterDraws },
): Changes {
  const changes = items
    .flatMap(({ label, scores: own }, item) => {
      const range = rightRange(label, own)
      if (!range) return []
      const cluster = draws.of[item] ?? 0
      const gain = label.kind === 'at' ? { error: 1, correct: 0 } : { error: 0, correct: 1 }
      const loss = label.kind === 'at' ? { error: -1, correct: 0 } : { error: 0, correct: -1 }
      return [
        { place: firstAbove(scores, range.above), cluster, ...gain },
        { place: firstAbove(scores, range.upTo), cluster, ...loss },
      ]
    })
    .sort((a, b) => a.place - b.place)
  return {
    places: Int32Array.from(changes, ({ place }) => place),
    clusters: Int32Array.from(changes, ({ cluster }) => cluster),
    error: Int32Array.from(changes, ({ error }) => error),
    correct: Int32Array.from(changes, ({ correct }) => correct),
  }
}

/** Where the stretch of highest F1 begins, the first of equals; none begins after the last step drawn. */
function bestPlace(
  { places, clusters, error, correct }: Changes,
  {
    drawn,
    last,
    error_n,
    correct_n,
  }: {
    readonly drawn: Uint8Array
    readonly last: number
    readonly error_n: number
    readonly correct_n: number
  },
): number {
  const best = { place: 0, top: 0, bottom: 1 }
  let error_k = 0
  let correct_k = 0
  let change = 0
  while (change < places.length) {
    const place = places[change] as number
    if (place > last) break
    for (; places[change] === place; change++) {
      const weight = drawn[clusters[change] as number] as number
      error_k += weight * (error[change] as number)
      correct_k += weight * (correct[change] as number)
    }
    // F1 / 2, as best-threshold.ts writes it
    const top = error_k * correct_k
    const bottom = error_k * correct_n + correct_k * error_n
    if (!isHigherFraction({ top, bottom }, best)) continue
    best.place = place
    best.top = top
    best.bottom = bottom
  }
  return best.place
}
