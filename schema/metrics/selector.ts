import type { Aggregation } from '../aggregation.ts'
import { type AnswerClasses, isUnanimous, majorityChooser, voteChooser } from './answer-vote.ts'
import { bestChooser } from './best-of.ts'
import type { Choice, Chooser, Selector } from './choice.ts'
import { majorityOrBestChooser, mixedChooser } from './hybrid-choice.ts'
import type { SubsetPolicy } from './selection-policy.ts'

/** What choosers of one problem share. */
export interface ProblemView {
  readonly classes: AnswerClasses
  readonly correct: readonly boolean[]
  readonly scoresBy: (aggregation: Aggregation) => Float64Array
}

/** A policy as it chooses from subsets of a problem's candidates. */
export function selectorOf(
  policy: SubsetPolicy,
  { classes, correct, scoresBy }: ProblemView,
): Selector {
  const settled = settledChoice(classes, correct)
  switch (policy.kind) {
    case 'pass':
      return anyChooser(correct)
    case 'majority':
      return settled ?? majorityChooser(classes, correct)
    case 'best_of':
      return bestChooser(scoresBy(policy.aggregation), correct)
    case 'vote': {
      const weights = scoresBy(policy.aggregation)
      const isComplete = !weights.includes(Number.NaN)
      return (isComplete && settled) || voteChooser(classes, { weights, correct })
    }
    case 'majority_or_best': {
      const scores = scoresBy(policy.aggregation)
      const { cut } = policy
      return (cut <= 1 && settled) || majorityOrBestChooser(classes, { cut, scores, correct })
    }
    case 'mixed': {
      const scores = scoresBy(policy.aggregation)
      return mixedChooser(classes, { weight: policy.weight, scores, correct })
    }
  }
}

function anyChooser(correct: readonly boolean[]): Chooser {
  return (subset) => {
    const candidate = subset.find((one) => correct[one] === true)
    const right = candidate !== undefined
    return { right, tied: 1, tiedRight: right ? 1 : 0, candidate }
  }
}

/** Where all candidates agree, as in most easy problems, every vote goes one way. */
function settledChoice(classes: AnswerClasses, correct: readonly boolean[]): Choice | undefined {
  const right = correct[0] === true
  if (!isUnanimous(classes) || correct.includes(!right)) return undefined
  return { right, tied: 1, tiedRight: right ? 1 : 0, candidate: 0 }
}
