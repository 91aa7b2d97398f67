import { scaleLinear } from 'd3-scale'
import type { ItemJudgement } from '#schema/run-item.ts'
import type { Label } from '#schema/verdict.ts'
import { cut, score } from './format.ts'
import { LETTERS } from './words.ts'

/** What a lane shows beside one step. `at` is a place on the lane, from 0 to 1. */
export type LaneCell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unscored' }
  | {
      readonly kind: 'mark'
      readonly text: string
      readonly at: number
      readonly as: 'step' | 'flag' | 'after' | 'missed'
    }

/** One run's scores or votes of an item, ready to draw. */
export interface Lane {
  readonly letter: string
  readonly judgement: ItemJudgement
  /** The ends of the lane, and its middle where that is a round number. */
  readonly axis: readonly string[]
  /** Where the threshold stands on the lane; null when there is none. */
  readonly threshold: number | null
  readonly cells: readonly LaneCell[]
}

/**
 * The runs that get a lane, up to five, in the order of the board: those asked for, then the first
 * ones, models before baselines.
 */
export function chooseLanes(
  judgements: readonly ItemJudgement[],
  wanted: readonly string[],
): { readonly shown: readonly ItemJudgement[]; readonly others: readonly ItemJudgement[] } {
  const place = ({ run, model }: ItemJudgement) =>
    wanted.includes(run) ? 0 : model.kind === 'baseline' ? 2 : 1
  const chosen = judgements.toSorted((a, b) => place(a) - place(b)).slice(0, LETTERS.length)
  return {
    shown: judgements.filter((judgement) => chosen.includes(judgement)),
    others: judgements.filter((judgement) => !chosen.includes(judgement)),
  }
}

export function toLane(
  judgement: ItemJudgement,
  { index, steps, label }: { index: number; steps: number; label: Label },
): Lane {
  const letter = LETTERS[index] ?? ''
  const { scores, votes, threshold } = judgement
  if (!scores) {
    const cells = voteCells(judgement, votes ?? [], steps)
    return { letter, judgement, axis: ['0', 'votes', 'all'], threshold: null, cells }
  }
  const [low, high] = laneScale([...scores, threshold])
  const place = scaleLinear([low, high], [0, 1])
  return {
    letter,
    judgement,
    axis: low === 0 && high === 1 ? ['0', '.5', '1'] : [cut(low), cut(high)],
    threshold: threshold === null ? null : place(threshold),
    cells: scores.map((value, step) =>
      value === null
        ? { kind: 'unscored' }
        : {
            kind: 'mark',
            text: score(value),
            at: place(value),
            as: markOf(judgement, label, step),
          },
    ),
  }
}

/** The ends of a scale that holds all values: 0 to 1 if they lie within, else round numbers. */
export function laneScale(values: readonly (number | null)[]): readonly [number, number] {
  const known = values.filter((value) => value !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  if (known.length === 0 || (low >= 0 && high <= 1)) return [0, 1]
  if (low === high) return [low - 1, high + 1]
  const [from = low, to = high] = scaleLinear([low, high], [0, 1]).nice(4).domain()
  return [from, to]
}

function markOf({ decision, outcome }: ItemJudgement, label: Label, step: number) {
  if (decision.kind === 'at' && step === decision.step) return 'flag'
  if (decision.kind === 'at' && step > decision.step) return 'after'
  const letPass = outcome === 'missed' || outcome === 'passed_gold'
  return letPass && label.kind === 'at' && step === label.step ? 'missed' : 'step'
}

/** How many readable votes name each step. */
function voteCells(
  { decision }: ItemJudgement,
  votes: readonly (number | null)[],
  steps: number,
): readonly LaneCell[] {
  const readable = votes.filter((vote) => vote !== null)
  return Array.from({ length: steps }, (_, step) => {
    const named = readable.filter((vote) => vote === step).length
    if (named === 0) return { kind: 'empty' }
    const flagged = decision.kind === 'at' && decision.step === step
    return {
      kind: 'mark',
      text: `${named}/${readable.length}`,
      at: named / readable.length,
      as: flagged ? 'flag' : 'after',
    }
  })
}
