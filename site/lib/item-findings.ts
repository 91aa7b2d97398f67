import type { ItemSummary } from '#schema/run-item.ts'
import type { Outcome } from '#schema/metrics/decision.ts'
import type { Label } from '#schema/verdict.ts'
import { countedSentence } from './counted.ts'
import { count, inWords, list, plural } from './format.ts'
import type { FirstErrorJudgement } from './judgement.ts'
import { OUTCOME_WORDS } from './words.ts'

/** What a solution is, in one sentence. */
export function solutionFinding(label: Label, finalAnswerCorrect: boolean | null): string {
  const step = label.kind === 'at' ? `step ${label.step}` : ''
  switch (finalAnswerCorrect) {
    case true:
      return step ? 'The final answer is right, but a step is wrong.' : 'Every step is right.'
    case false:
      return step
        ? `The final answer is wrong; the first wrong step is ${step}.`
        : 'The final answer is wrong, though no step is labelled wrong.'
    case null:
      return step ? `The solution first goes wrong at ${step}.` : 'No step is labelled wrong.'
  }
}

/** What the models shown say of it, in one sentence. `all`: no other run judged the item. */
export function verdictFinding(
  judgements: readonly Pick<FirstErrorJudgement, 'decision' | 'outcome'>[],
  { label, all }: { label: Label; all: boolean },
): string {
  const groups = [...Map.groupBy(judgements, ({ outcome }) => phraseKey(outcome))]
    .toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([key, members]) => ({ n: members.length, verb: verb(key, members, label) }))
  return countedSentence(groups, { all })
}

type Phrase = Exclude<Outcome, 'passed_gold'>
const ORDER: readonly Phrase[] = [
  'hit',
  'passed',
  'early',
  'late',
  'false_alarm',
  'missed',
  'undecided',
]

function phraseKey(outcome: Outcome): Phrase {
  return outcome === 'passed_gold' ? 'missed' : outcome
}

/** The verb of a group, for its number of models. */
function verb(
  key: Phrase,
  members: readonly Pick<FirstErrorJudgement, 'decision'>[],
  label: Label,
): (n: number) => string {
  const s = (n: number) => (n === 1 ? 's' : '')
  switch (key) {
    case 'hit':
      return (n) => `find${s(n)} the labelled step`
    case 'early':
    case 'late':
      return (n) => `flag${s(n)} ${distance(members, label)}`
    case 'missed':
      return (n) => `let${s(n)} it pass`
    case 'passed':
      return (n) => `pass${n === 1 ? 'es' : ''} every step`
    case 'false_alarm':
      return (n) => `raise${s(n)} a false alarm`
    case 'undecided':
      return (n) => `hinge${s(n)} on a missing score`
  }
}

/** `the step before it` when all flags stand at one distance, else the direction alone. */
function distance(members: readonly Pick<FirstErrorJudgement, 'decision'>[], label: Label): string {
  const gold = label.kind === 'at' ? label.step : 0
  const gaps = new Set(
    members.map(({ decision }) => (decision.kind === 'at' ? decision.step - gold : 0)),
  )
  const [gap = 0] = gaps
  const side = gap < 0 ? 'before' : 'after'
  if (gaps.size > 1) return gap < 0 ? 'an earlier step' : 'a later step'
  if (Math.abs(gap) === 1) return `the step ${side} it`
  return `a step ${inWords(Math.abs(gap))} ${side} it`
}

/** Who flags a step first: `A and B flag this step`, with the outcome they share; nothing for nobody. */
export function flagsAt(
  lanes: readonly { readonly letter: string; readonly judgement: FirstErrorJudgement }[],
  step: number,
): readonly { readonly mark: string; readonly word: string; readonly words: string }[] {
  const flagging = lanes.filter(
    ({ judgement: { decision } }) => decision.kind === 'at' && decision.step === step,
  )
  const [first] = flagging
  if (!first) return []
  const { mark, word } = OUTCOME_WORDS[first.judgement.outcome]
  return [{ mark, word, words: flagWords(flagging.map(({ letter }) => letter)) }]
}

/** `A and B flag this step`. */
export function flagWords(letters: readonly string[]): string {
  return `${list(letters)} flag${letters.length === 1 ? 's' : ''} this step`
}

/** What a list tells of a solution: who wrote it, its answer, its labels. */
export function summaryWords(item: ItemSummary): string {
  switch (item.kind) {
    case 'first_error': {
      const { generator, finalAnswerCorrect, label } = item
      const answer =
        finalAnswerCorrect === undefined ? [] : [`${finalAnswerCorrect ? 'right' : 'wrong'} answer`]
      const error = label.kind === 'at' ? `gold step ${label.step}` : 'no error'
      return [...(generator === undefined ? [] : [generator]), ...answer, error].join(', ')
    }
    case 'step_labels': {
      const { wrongSteps } = item
      if (wrongSteps.length === 0) return 'no wrong step'
      return `wrong step${wrongSteps.length === 1 ? '' : 's'} ${list(wrongSteps.map(String))}`
    }
    case 'best_of_n':
      return `${count(item.correct)} of ${plural(item.candidates, 'candidate')} right`
    case 'preference':
      return item.rejected === 0 ? 'nothing rejected' : `${count(item.rejected)} rejected`
  }
}

/** What missing scores mean for an item, when some are missing. */
export function missingNote(
  judgements: readonly Pick<FirstErrorJudgement, 'scores'>[],
  label: Label,
): string | undefined {
  const gold = label.kind === 'at' ? label.step : Number.POSITIVE_INFINITY
  const scored = judgements.flatMap(({ scores }) => (scores ? [scores] : []))
  if (!scored.some((scores) => scores.includes(null))) return undefined
  const endAtGold = scored.every((scores) =>
    scores.every((value, step) => (value === null) === step > gold),
  )
  return endAtGold
    ? '– not scored: scores after the gold error were not given for these runs. A verdict that depends on one counts as wrong.'
    : '– not scored. A verdict that depends on a missing score counts as wrong.'
}
