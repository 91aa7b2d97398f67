import type { Label } from '#schema/verdict.ts'
import type { FirstErrorJudgement } from './judgement.ts'
import { drawScores, type Lane, type LaneCell, type LaneMark } from './lanes.ts'
import { LETTERS, OUTCOME_WORDS } from './words.ts'

/** The lane of a run that names a first wrong step: by scores at a threshold, or by votes. */
export function firstErrorLane(
  judgement: FirstErrorJudgement,
  { index, steps, label }: { index: number; steps: number; label: Label },
): Lane<FirstErrorJudgement> {
  const { scores, channels, draws, threshold, decision, outcome, votes } = judgement
  const { mark } = OUTCOME_WORDS[outcome]
  const lane = {
    letter: LETTERS[index] ?? '',
    judgement,
    flagged: 'below',
    head:
      decision.kind === 'at'
        ? { mark, before: 'step ', text: String(decision.step) }
        : { mark, text: decision.kind === 'none' ? 'none' : '–' },
  } as const
  if (!scores) {
    const cells = voteCells(judgement, votes ?? [], steps)
    const axis = ['0', 'votes', 'all']
    return { ...lane, axis, threshold: null, ofVotes: true, cells, tracks: [], spreads: [] }
  }
  const markOf = (step: number) => markAt(judgement, label, step)
  return { ...lane, ...drawScores({ series: scores, threshold, draws, beside: channels, markOf }) }
}

function markAt({ decision, outcome }: FirstErrorJudgement, label: Label, step: number): LaneMark {
  const { mark, word } = OUTCOME_WORDS[outcome]
  if (decision.kind === 'at' && step === decision.step) {
    return { as: 'flag', mark, words: `first flag, ${word}` }
  }
  if (decision.kind === 'at' && step > decision.step) return { as: 'after' }
  const letPass = outcome === 'missed' || outcome === 'passed_gold'
  return letPass && label.kind === 'at' && step === label.step
    ? { as: 'missed', mark, words: word }
    : { as: 'step' }
}

/** How many readable votes name each step. */
function voteCells(
  { decision, outcome }: FirstErrorJudgement,
  votes: readonly (number | null)[],
  steps: number,
): readonly LaneCell[] {
  const { mark, word } = OUTCOME_WORDS[outcome]
  const readable = votes.filter((vote) => vote !== null)
  return Array.from({ length: steps }, (_, step) => {
    const named = readable.filter((vote) => vote === step).length
    if (named === 0) return { kind: 'empty' }
    const place = {
      kind: 'mark',
      text: `${named}/${readable.length}`,
      at: named / readable.length,
    } as const
    return decision.kind === 'at' && decision.step === step
      ? { ...place, as: 'flag', mark, words: `first flag, ${word}` }
      : { ...place, as: 'after' }
  })
}
