import type { ItemVerdict } from '#schema/item-verdict.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { Prediction, ScoredItem } from '#schema/prediction.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { type FirstErrorItem } from '#schema/item.ts'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import type { PreferenceItem } from '#schema/preference-item.ts'
import { verdictToWire } from '#schema/verdict.ts'

/** One step of an item: what it says, what was said of it. Indices are 0-based. */
export interface StepView {
  /** Of a pool or a preference, which solution it is a step of. */
  readonly solution?: number
  readonly step: number
  /** Null where it has none, or where the run gave verdicts. */
  readonly score: number | null
  /** `right`, `wrong` or `after the error`; of a solution to choose, whether it is a right one. */
  readonly gold: string
  /** `flagged`, where the policy judged it wrong; of a pool, `chosen`. */
  readonly judged: string
  readonly text: string
}

/** An item as a run judged it under one policy. */
export interface ItemView {
  readonly id: string
  readonly subset: string
  readonly policy: string
  readonly verdict: ItemVerdict
  /** First-error votes: a 0-based step, −1 for none, null for one that could not be read. */
  readonly votes?: readonly (number | null)[]
  readonly problem: string
  readonly steps: readonly StepView[]
}

export function itemView(
  item: BenchmarkItem,
  {
    prediction,
    verdict,
    policy,
  }: { prediction: Prediction | undefined; verdict: ItemVerdict; policy: string },
): ItemView {
  const { id, subset, problem } = item
  const scored = prediction?.kind === 'scores' ? prediction : undefined
  const steps =
    'candidates' in item
      ? candidateSteps(item, scored, verdict)
      : 'chosen' in item
        ? comparedSteps(item, scored)
        : solutionSteps(item, scored, verdict)
  return {
    id,
    subset,
    policy,
    verdict,
    ...(prediction?.kind === 'verdicts' && { votes: prediction.votes.map(verdictToWire) }),
    problem,
    steps,
  }
}

function solutionSteps(
  item: FirstErrorItem | StepLabelsItem,
  scored: ScoredItem | undefined,
  verdict: ItemVerdict,
): readonly StepView[] {
  const goldOf = (step: number) => {
    if ('wrongSteps' in item) return item.wrongSteps.includes(step) ? 'wrong' : 'right'
    if (item.label.kind === 'none' || step < item.label.step) return 'right'
    return step === item.label.step ? 'wrong' : 'after the error'
  }
  return item.steps.map((text, step) => ({
    step,
    score: scoreAt(scored, step),
    gold: goldOf(step),
    judged: isFlagged(verdict, step) ? 'flagged' : '',
    text,
  }))
}

function isFlagged(verdict: ItemVerdict, step: number): boolean {
  if (verdict.kind === 'step_labels') return verdict.flagged.includes(step)
  if (verdict.kind !== 'first_error') return false
  return verdict.decision.kind === 'at' && verdict.decision.step === step
}

function candidateSteps(
  { candidates }: BestOfNItem,
  scored: ScoredItem | undefined,
  verdict: ItemVerdict,
): readonly StepView[] {
  const chosen = verdict.kind === 'best_of_n' ? verdict.chosen : null
  let place = 0
  return candidates.flatMap(({ steps, correct }, solution) =>
    steps.map((text, step) => ({
      solution,
      step,
      score: scoreAt(scored, place++),
      gold: correct ? 'right' : 'wrong',
      judged: solution === chosen ? 'chosen' : '',
      text,
    })),
  )
}

/** Each one compared has one score, which stands with its last step. */
function comparedSteps(
  { chosen, rejected }: PreferenceItem,
  scored: ScoredItem | undefined,
): readonly StepView[] {
  return [chosen, ...rejected].flatMap((steps, solution) =>
    steps.map((text, step) => ({
      solution,
      step,
      score: step === steps.length - 1 ? scoreAt(scored, solution) : null,
      gold: solution === 0 ? 'preferred' : 'rejected',
      judged: '',
      text,
    })),
  )
}

function scoreAt(scored: ScoredItem | undefined, place: number): number | null {
  const score = scored?.scores[place]
  return score === undefined || Number.isNaN(score) ? null : score
}
