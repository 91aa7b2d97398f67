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
  return joinSteps(
    items.map((item) => {
      const { label } = item
      const steps = 'scores' in item ? item.scores.length : item.steps
      const wrong = label.kind === 'at' ? [label.step] : []
      const length = label.kind === 'at' ? label.step + 1 : steps
      return { scores: 'scores' in item ? item.scores : UNSCORED, right: rightSteps(length, wrong) }
    }),
  )
}

/** Every step of step-label items, by its main score; channels are not looked at. */
export function everyStep(items: readonly JudgedSteps[]): LabelledSteps {
  return joinSteps(
    items.map(({ steps, wrongSteps, scores }) => ({
      scores,
      right: rightSteps(steps, wrongSteps),
    })),
  )
}

/** The labels decide how many steps a part has: further scores are dropped, lacking ones NaN. */
export function joinSteps(parts: readonly LabelledSteps[]): LabelledSteps {
  const length = parts.reduce((sum, { right }) => sum + right.length, 0)
  const joined = {
    scores: new Float64Array(length).fill(Number.NaN),
    right: new Uint8Array(length),
  }
  let start = 0
  for (const { scores, right } of parts) {
    joined.scores.set(scores.subarray(0, right.length), start)
    joined.right.set(right, start)
    start += right.length
  }
  return joined
}

/** 1 for each of a number of steps but the wrong ones; those past the end do not exist. */
export function rightSteps(length: number, wrongSteps: readonly number[]): Uint8Array {
  const right = new Uint8Array(length).fill(1)
  for (const wrong of wrongSteps) if (wrong < length) right[wrong] = 0
  return right
}

const UNSCORED = new Float64Array(0)
