import { REDUNDANCY_CLASSES } from '#schema/metrics/step-classes.ts'
import { REDUNDANCY_THRESHOLD } from '#schema/metrics/step-counts.ts'
import type { StepLabelsJudgement } from './judgement.ts'
import { drawScores, type Lane, type LaneMark } from './lanes.ts'
import { LETTERS, OUTCOME_WORDS } from './words.ts'

/**
 * The lane of a run that judges every step. In the classes about redundancy a model that gives
 * redundancy is judged by it: a step above the threshold is flagged, and the score stands beside.
 */
export function stepLabelsLane(
  judgement: StepLabelsJudgement,
  { index, subset, wrongSteps }: { index: number; subset: string; wrongSteps: readonly number[] },
): Lane<StepLabelsJudgement> {
  const { channels, draws, flagged, outcome, threshold } = judgement
  const { redundancy, ...others } = channels
  const scores = judgement.scores ?? []
  const isByRedundancy = redundancy !== undefined && REDUNDANCY_CLASSES.includes(subset)
  const markOf = (step: number): LaneMark => {
    const isWrong = wrongSteps.includes(step)
    if (!flagged.includes(step)) {
      return isWrong ? { as: 'missed', mark: 'missed', words: 'wrong step passed' } : { as: 'step' }
    }
    return isWrong
      ? { as: 'flag', mark: 'found', words: 'flagged, rightly' }
      : { as: 'flag', mark: 'alarm', words: 'flagged, though right' }
  }
  return {
    letter: LETTERS[index] ?? '',
    judgement,
    head: {
      mark: OUTCOME_WORDS[outcome].mark,
      text: String(flagged.length),
      after: flagged.length === 1 ? ' flag' : ' flags',
    },
    flagged: isByRedundancy ? 'above' : 'below',
    ...(isByRedundancy
      ? drawScores({
          series: redundancy,
          threshold: REDUNDANCY_THRESHOLD,
          beside: { score: scores, ...others },
          markOf,
        })
      : drawScores({ series: scores, threshold, draws, beside: channels, markOf })),
  }
}
