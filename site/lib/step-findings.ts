import type { StepLabelsVerdict } from '#schema/item-verdict.ts'
import { STEP_OUTCOMES } from '#schema/item-verdict.ts'
import { countedSentence } from './counted.ts'
import { capital, inWords, list } from './format.ts'
import { flagWords } from './item-findings.ts'
import type { StepLabelsJudgement } from './judgement.ts'

/** How many steps of a solution are wrong, and which where they are few. */
export function labelsFinding(wrongSteps: readonly number[], steps: number): string {
  const n = wrongSteps.length
  if (n === 0) return 'Every step is right.'
  const named = `step${n === 1 ? '' : 's'} ${list(wrongSteps.map(String))}`
  const which = n > NAMED ? '' : `: ${named}`
  return `${capital(inWords(n))} of ${inWords(steps)} steps ${n === 1 ? 'is' : 'are'} wrong${which}.`
}
const NAMED = 6

const VERBS = {
  all_right: (n) => `judge${s(n)} every step as labelled`,
  missed_steps: (n) => `let${s(n)} a wrong step pass`,
  false_flags: (n) => `flag${s(n)} a right step`,
  both: (n) =>
    `${n === 1 ? 'does' : 'do'} both, letting a wrong step pass and flagging a right one`,
} as const satisfies Record<StepLabelsVerdict['outcome'], (n: number) => string>

function s(n: number): string {
  return n === 1 ? 's' : ''
}

/** What the models shown make of its steps, in one sentence. */
export function stepVerdictsFinding(
  judgements: readonly Pick<StepLabelsJudgement, 'outcome'>[],
  { all }: { all: boolean },
): string {
  const groups = STEP_OUTCOMES.map((outcome) => ({
    n: judgements.filter((judgement) => judgement.outcome === outcome).length,
    verb: VERBS[outcome],
  }))
  return countedSentence(
    groups.filter(({ n }) => n > 0),
    { all },
  )
}

/** Who flags a step, and who lets a wrong one pass. */
export function stepNotes(
  lanes: readonly { readonly letter: string; readonly judgement: StepLabelsJudgement }[],
  { step, isWrong }: { step: number; isWrong: boolean },
): readonly { readonly mark: string; readonly words: string; readonly word: string }[] {
  const scored = lanes.filter(({ judgement }) => !judgement.unscored.includes(step))
  const letters = (isFlagged: boolean) =>
    scored
      .filter(({ judgement }) => judgement.flagged.includes(step) === isFlagged)
      .map(({ letter }) => letter)
  const flagging = letters(true)
  const passing = letters(false)
  return [
    ...(flagging.length === 0
      ? []
      : [
          {
            mark: isWrong ? 'found' : 'alarm',
            words: flagWords(flagging),
            word: isWrong ? 'found' : 'a right step',
          },
        ]),
    ...(!isWrong || passing.length === 0
      ? []
      : [
          {
            mark: 'missed',
            words: `${list(passing)} let${s(passing.length)} it pass`,
            word: 'missed',
          },
        ]),
  ]
}

/** Steps of a solution that a run judged as labelled and otherwise. */
export function stepTally(
  { flagged, unscored }: Pick<StepLabelsVerdict, 'flagged' | 'unscored'>,
  wrongSteps: readonly number[],
): {
  readonly found: readonly number[]
  readonly missed: readonly number[]
  readonly alarms: readonly number[]
} {
  return {
    found: flagged.filter((step) => wrongSteps.includes(step)),
    missed: wrongSteps.filter((step) => !flagged.includes(step) && !unscored.includes(step)),
    alarms: flagged.filter((step) => !wrongSteps.includes(step)),
  }
}
