import type { Prediction } from './prediction.ts'

/** How the step scores of two runs on the same items differ. */
export interface ScoreDifference {
  /** Steps that both runs scored. */
  readonly compared: number
  /** Of them, those whose scores are not the very same number. */
  readonly differing: number
  /** Steps that one run scored and the other did not. */
  readonly inOneOnly: number
  /** Where they lie furthest apart; null where all agree. Steps of a pool count over its candidates. */
  readonly largest: {
    readonly item: string
    readonly step: number
    readonly a: number
    readonly b: number
    readonly difference: number
  } | null
}

/** Compares scores step by step; items of votes hold none. */
export function scoreDifference(
  items: readonly { readonly id: string }[],
  a: ReadonlyMap<string, Prediction>,
  b: ReadonlyMap<string, Prediction>,
): ScoreDifference {
  let compared = 0
  let differing = 0
  let inOneOnly = 0
  let largest: ScoreDifference['largest'] = null
  for (const { id } of items) {
    const [ofA, ofB] = [scoresOf(a.get(id)), scoresOf(b.get(id))]
    for (let step = 0; step < Math.max(ofA.length, ofB.length); step++) {
      const [x = Number.NaN, y = Number.NaN] = [ofA[step], ofB[step]]
      if (Number.isNaN(x) || Number.isNaN(y)) {
        if (Number.isNaN(x) !== Number.isNaN(y)) inOneOnly++
        continue
      }
      compared++
      if (x === y) continue
      differing++
      const difference = Math.abs(x - y)
      if (largest === null || difference > largest.difference) {
        largest = { item: id, step, a: x, b: y, difference }
      }
    }
  }
  return { compared, differing, inOneOnly, largest }
}

function scoresOf(prediction: Prediction | undefined): Float64Array {
  return prediction?.kind === 'scores' ? prediction.scores : new Float64Array()
}
