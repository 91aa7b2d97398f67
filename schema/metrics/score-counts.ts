import type { LabelledSteps } from './labelled-steps.ts'

/**
 * How many right and wrong steps have each score. All that depends on scores and labels alone, and
 * not on the order of steps, can be computed from it.
 */
export interface ScoreCounts {
  /** The distinct scores, ascending. */
  readonly scores: Float64Array
  /** Right steps with that score, and wrong ones. */
  readonly right: Int32Array
  readonly wrong: Int32Array
  /** Steps with a label: all there are, and those that have a score. */
  readonly totals: {
    readonly right: number
    readonly wrong: number
    readonly expected: number
    readonly scored: number
  }
}

/** Whether values are still given when steps lack a score, over those that have one. */
export interface PartialRule {
  readonly allowPartial?: boolean | undefined
}

export function countScores({ scores, right }: LabelledSteps): ScoreCounts {
  const rightScores = sortedScores(scores, right, 1)
  const wrongScores = sortedScores(scores, right, 0)
  const scored = rightScores.length + wrongScores.length
  const distinct = new Float64Array(scored)
  const counts = { right: new Int32Array(scored), wrong: new Int32Array(scored) }
  let length = 0
  let r = 0
  let w = 0
  while (r < rightScores.length || w < wrongScores.length) {
    const score = Math.min(rightScores[r] ?? Infinity, wrongScores[w] ?? Infinity)
    const firstRight = r
    const firstWrong = w
    while (rightScores[r] === score) r += 1
    while (wrongScores[w] === score) w += 1
    distinct[length] = score
    counts.right[length] = r - firstRight
    counts.wrong[length] = w - firstWrong
    length += 1
  }
  return {
    scores: distinct.subarray(0, length),
    right: counts.right.subarray(0, length),
    wrong: counts.wrong.subarray(0, length),
    totals: {
      right: rightScores.length,
      wrong: wrongScores.length,
      expected: scores.length,
      scored,
    },
  }
}

/** Why values over these steps are undefined whatever the metric; nothing when they are not. */
export function coverageGap(
  { totals: { expected, scored } }: ScoreCounts,
  { allowPartial = false }: PartialRule,
): string | undefined {
  if (expected === 0) return 'no labelled step'
  if (scored === 0) return 'no labelled step has a score'
  if (scored < expected && !allowPartial) {
    return `only ${scored} of ${expected} labelled steps have a score`
  }
  return undefined
}

function sortedScores(scores: Float64Array, right: Uint8Array, side: 0 | 1): Float64Array {
  const chosen = new Float64Array(scores.length)
  let length = 0
  for (let step = 0; step < scores.length; step++) {
    const score = scores[step] as number
    if (right[step] === side && !Number.isNaN(score)) chosen[length++] = score
  }
  return chosen.subarray(0, length).sort()
}
