import type { JudgedItem } from './first-error-report.ts'
import type { JudgedSteps } from './step-counts.ts'

/** Steps that have a label, of all items one after the other. */
export interface LabelledSteps {
  /** One score a step, NaN where there is none. */
  readonly scores: Float64Array
  /** 1 for a right step, 0 for a wrong one. */
  readonly right: Uint8Array
}

/**
 * The labelled steps of first-error items: those up to the first wrong step, which alone is wrong;
 * all of a correct item. What follows an error has no label. Votes are steps without a score.
 */
export function firstErrorSteps(items: readonly JudgedItem[]): LabelledSteps {
  return labelSteps(
    items.map((item) => {
      const { label } = item
      const scores = 'scores' in item ? item.scores : UNSCORED
      if (label.kind === 'at') return { scores, steps: label.step + 1, wrongSteps: [label.step] }
      return { scores, steps: 'scores' in item ? item.scores.length : item.steps, wrongSteps: [] }
    }),
  )
}

/** Every step of step-label items, by its main score; channels are not looked at. */
export function everyStep(items: readonly JudgedSteps[]): LabelledSteps {
  return labelSteps(items)
}

/** The steps of all items, right but for the wrong ones; further scores are dropped, lacking ones NaN. */
export function labelSteps(
  items: readonly {
    readonly scores: Float64Array
    readonly steps: number
    readonly wrongSteps: readonly number[]
  }[],
): LabelledSteps {
  const length = items.reduce((sum, { steps }) => sum + steps, 0)
  const scores = new Float64Array(length).fill(Number.NaN)
  const right = new Uint8Array(length).fill(1)
  let start = 0
  for (const item of items) {
    scores.set(item.scores.subarray(0, item.steps), start)
    for (const wrong of item.wrongSteps) if (wrong < item.steps) right[start + wrong] = 0
    start += item.steps
  }
  return { scores, right }
}

export function joinSteps(parts: readonly LabelledSteps[]): LabelledSteps {
  const length = parts.reduce((sum, { right }) => sum + right.length, 0)
  const joined = { scores: new Float64Array(length), right: new Uint8Array(length) }
  let start = 0
  for (const { scores, right } of parts) {
    joined.scores.set(scores, start)
    joined.right.set(right, start)
    start += right.length
  }
  return joined
}

const UNSCORED = new Float64Array(0)
