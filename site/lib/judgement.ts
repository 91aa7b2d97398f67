import type {
  ChoiceVerdict,
  FirstErrorVerdict,
  PreferenceVerdict,
  StepLabelsVerdict,
} from '#schema/item-verdict.ts'
import type { StepScores } from '#schema/prediction-line.ts'
import type { ItemJudgement } from '#schema/run-item.ts'

type Series = ItemJudgement['draws'][number]
type Judged = Omit<ItemJudgement, 'scores' | 'channels' | 'draws' | 'verdict'>

/** What a run said of the steps of one solution. */
interface OfSolution extends Judged {
  readonly scores: StepScores | null
  readonly channels: Readonly<Record<string, StepScores>>
  readonly draws: readonly StepScores[]
}

/** What a run said of a solution, and which step its policy flags. */
export type FirstErrorJudgement = OfSolution & FirstErrorVerdict
/** What a run said of a solution, and every step its policy flags. */
export type StepLabelsJudgement = OfSolution & StepLabelsVerdict
/** What a run said of the candidates of a problem, and which its policy takes. */
export type PoolJudgement = Judged & { readonly scores: readonly StepScores[] } & ChoiceVerdict

/** What a run said of those compared, the chosen one first, and what came of it. */
export type PreferenceJudgement = OfSolution & PreferenceVerdict

export function firstErrorJudgements(rows: readonly ItemJudgement[]): FirstErrorJudgement[] {
  return rows.flatMap(({ verdict, ...said }) =>
    verdict.kind === 'first_error' ? [{ ...ofSolution(said), ...verdict }] : [],
  )
}

export function stepLabelsJudgements(rows: readonly ItemJudgement[]): StepLabelsJudgement[] {
  return rows.flatMap(({ verdict, ...said }) =>
    verdict.kind === 'step_labels' ? [{ ...ofSolution(said), ...verdict }] : [],
  )
}

export function poolJudgements(rows: readonly ItemJudgement[]): PoolJudgement[] {
  return rows.flatMap(({ verdict, scores, channels: _channels, draws: _draws, ...said }) =>
    verdict.kind === 'best_of_n' && scores && !isOfSteps(scores)
      ? [{ ...said, scores, ...verdict }]
      : [],
  )
}

export function preferenceJudgements(rows: readonly ItemJudgement[]): PreferenceJudgement[] {
  return rows.flatMap(({ verdict, ...said }) =>
    verdict.kind === 'preference' ? [{ ...ofSolution(said), ...verdict }] : [],
  )
}

function ofSolution({
  scores,
  channels,
  draws,
  ...said
}: Omit<ItemJudgement, 'verdict'>): OfSolution {
  return {
    ...said,
    scores: scores && isOfSteps(scores) ? scores : null,
    channels: Object.fromEntries(
      Object.entries(channels).flatMap(([name, series]) =>
        isOfSteps(series) ? [[name, series]] : [],
      ),
    ),
    draws: draws.filter(isOfSteps),
  }
}

function isOfSteps(series: Series): series is StepScores {
  return !series.some((value) => Array.isArray(value))
}
