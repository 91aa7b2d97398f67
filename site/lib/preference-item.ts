import { countedSentence } from './counted.ts'
import { score } from './format.ts'
import type { PreferenceJudgement } from './judgement.ts'
import { drawScores, type Lane, type LaneMark } from './lanes.ts'
import { LETTERS } from './words.ts'

type Ranked = Pick<PreferenceJudgement, 'outcome' | 'above' | 'tied' | 'beaten'>

const ORDER = [
  'chosen_first',
  'tied_first',
  'outranked',
  'chosen_unscored',
  'none_rejected',
] as const

/** What the models shown make of a preference, in one sentence. `all`: no other run judged it. */
export function preferenceFinding(
  judgements: readonly Ranked[],
  { all }: { all: boolean },
): string {
  const groups = ORDER.flatMap((outcome) => {
    const n = judgements.filter((one) => one.outcome === outcome).length
    return n === 0 ? [] : [{ n, verb: (of: number) => VERBS[outcome](of === 1 ? 's' : '') }]
  })
  return countedSentence(groups, { all })
}

const VERBS = {
  chosen_first: (s) => `put${s} the chosen one first`,
  tied_first: (s) => `tie${s} it for first place`,
  outranked: (s) => `rank${s} a rejected one above it`,
  chosen_unscored: (s) => `give${s} it no score`,
  none_rejected: (s) => `score${s} it alone`,
} satisfies Record<Ranked['outcome'], (s: string) => string>

/** `2 of 4`: the place of the chosen one, ties against it. */
export function placeWords({ above, tied, beaten }: Ranked): string {
  return `${1 + above + tied} of ${1 + above + tied + beaten}`
}

/** The score of the chosen one less the highest of the rejected ones, where both are there. */
export function marginWords({ scores }: Pick<PreferenceJudgement, 'scores'>): string {
  const [chosen = null, ...rejected] = scores ?? []
  const known = rejected.filter((value) => value !== null)
  return chosen === null || known.length === 0 ? '–' : score(chosen - Math.max(...known))
}

/** A run's scores of those compared, against that of the chosen one. */
export function preferenceLane(
  judgement: PreferenceJudgement,
  index: number,
): Lane<PreferenceJudgement> {
  const { scores, draws, channels, outcome, above, tied } = judgement
  const series = scores ?? []
  const chosen = series[0] ?? null
  const isRight = outcome === 'chosen_first'
  const markOf = (place: number): LaneMark => {
    const value = series[place] ?? null
    if (place === 0 || chosen === null || value === null || value < chosen) return { as: 'step' }
    const words = value > chosen ? 'above the chosen one' : 'tied with the chosen one'
    return { as: 'flag', mark: value > chosen ? 'alarm' : 'both', words }
  }
  return {
    letter: LETTERS[index] ?? '',
    judgement,
    head: {
      mark: isRight ? 'found' : outcome === 'tied_first' ? 'both' : 'alarm',
      before: 'place ',
      text: String(1 + above + tied),
    },
    flagged: 'above',
    ...drawScores({ series, threshold: chosen, draws, beside: channels, markOf }),
  }
}
