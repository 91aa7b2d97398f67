import { type AnswerClasses, isUnanimous, majorityChooser } from './answer-vote.ts'
import { bestChooser } from './best-of.ts'
import type { Chooser } from './choice.ts'

interface HybridOptions {
  readonly scores: Float64Array
  readonly correct: readonly boolean[]
}

/**
 * The majority's answer when its votes / n reach the cut, where n counts every candidate of the
 * subset; else the best by score, so wrong when nobody has one. A share equal to the cut reaches it;
 * cut 0 is the majority.
 */
export function majorityOrBestChooser(
  classes: AnswerClasses,
  { cut, scores, correct }: HybridOptions & { readonly cut: number },
): Chooser {
  const vote = majorityChooser(classes, correct)
  const best = bestChooser(scores, correct)
  return (subset) => {
    const majority = vote(subset)
    return majority.support / subset.length < cut ? best(subset) : majority
  }
}

/**
 * The candidate of highest weight * score + (1 − weight) * share, where share is the part of the
 * subset's n candidates that give its answer (0 without an answer); the lowest index among equals. A
 * candidate without a score cannot be chosen, but counts in the share of its answer. Weight 1 is
 * best_of; weight 0, with every score there, is the majority.
 */
export function mixedChooser(
  classes: AnswerClasses,
  { weight, scores, correct }: HybridOptions & { readonly weight: number },
): Chooser {
  const weighted = scores.map((score) => weight * score)
  const answers = classes.of.map((answer) => (answer < 0 ? classes.count : answer))
  const votes = new Float64Array(classes.count + 1)
  const mixtures = new Float64Array(scores.length)
  const best = bestChooser(mixtures, correct)
  if (isUnanimous(classes)) {
    mixtures.set(weighted.map((score) => score + (1 - weight)))
    return best
  }
  return (subset) => {
    for (let answer = 0; answer < classes.count; answer++) votes[answer] = 0
    for (let place = 0; place < subset.length; place++) {
      const answer = answers[subset[place] as number] as number
      votes[answer] = (votes[answer] as number) + 1
    }
    votes[classes.count] = 0
    for (let answer = 0; answer < classes.count; answer++) {
      votes[answer] = (1 - weight) * ((votes[answer] as number) / subset.length)
    }
    for (let place = 0; place < subset.length; place++) {
      const candidate = subset[place] as number
      const answer = answers[candidate] as number
      mixtures[candidate] = (weighted[candidate] as number) + (votes[answer] as number)
    }
    return best(subset)
  }
}
