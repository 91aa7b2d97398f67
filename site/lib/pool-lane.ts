import type { PoolJudgement } from './judgement.ts'
import { drawScores, type Lane } from './lanes.ts'

/** One run's step scores of one candidate; its head says whether the run's policy takes it. */
export function candidateLane(
  judgement: PoolJudgement & { readonly letter: string },
  index: number,
): Lane {
  const { letter, run, model, scores, chosen, right } = judgement
  const isChosen = chosen === index
  return {
    letter,
    judgement: { run, model },
    head: {
      mark: isChosen ? (right ? 'found' : 'alarm') : 'none',
      text: isChosen ? 'chosen' : '',
    },
    flagged: 'below',
    ...drawScores({
      series: scores[index] ?? [],
      threshold: null,
      markOf: () => ({ as: 'step' }),
    }),
  }
}
