import { type Choice, NO_CHOICE } from './choice.ts'

/** The winning answer of a vote with the sum of its votes. */
export interface Vote extends Choice {
  readonly support: number
}

/** Candidates by the class of their answer, numbered as first seen; −1 for a candidate without an answer. */
export interface AnswerClasses {
  readonly count: number
  readonly of: Int32Array
}

export function answerClasses(answers: readonly (string | null)[]): AnswerClasses {
  const numbers = new Map<string, number>()
  const of = Int32Array.from(answers, (answer) => {
    if (answer === null) return -1
    const number = numbers.get(answer) ?? numbers.size
    numbers.set(answer, number)
    return number
  })
  return { count: numbers.size, of }
}

/** Whether all candidates give the same answer. */
export function isUnanimous({ count, of }: AnswerClasses): boolean {
  return count === 1 && !of.includes(-1)
}

/**
 * Adds up the weights of the candidates of each answer; the highest sum wins, and the answer whose
 * first vote came first among equals. A candidate without an answer or a weight (NaN) casts no vote.
 * A class is right when the first to vote for it is.
 */
export function voteChooser(
  classes: AnswerClasses,
  { weights, correct }: { readonly weights: Float64Array; readonly correct: readonly boolean[] },
): (subset: Int32Array) => Vote {
  const sums = new Float64Array(classes.count)
  const firstVoters = new Int32Array(classes.count)
  const seenIn = new Int32Array(classes.count)
  const seen = new Int32Array(classes.count)
  let round = 0
  return (subset) => {
    round += 1
    let length = 0
    for (let place = 0; place < subset.length; place++) {
      const candidate = subset[place] as number
      const answer = classes.of[candidate] as number
      const weight = weights[candidate] as number
      if (answer < 0 || Number.isNaN(weight)) continue
      if (seenIn[answer] === round) {
        sums[answer] = (sums[answer] as number) + weight
        continue
      }
      seenIn[answer] = round
      seen[length++] = answer
      sums[answer] = weight
      firstVoters[answer] = candidate
    }
    let support = Number.NEGATIVE_INFINITY
    let first = 0
    let right = false
    let tied = 0
    let tiedRight = 0
    for (let place = 0; place < length; place++) {
      const answer = seen[place] as number
      const sum = sums[answer] as number
      if (sum < support) continue
      const voter = firstVoters[answer] as number
      const isRight = correct[voter] === true
      if (sum > support) {
        support = sum
        first = voter
        right = isRight
        tied = 0
        tiedRight = 0
      }
      tied += 1
      if (isRight) tiedRight += 1
    }
    if (length === 0) return { ...NO_CHOICE, support: 0 }
    return { right, tied, tiedRight, candidate: first, support }
  }
}

/** Every candidate with an answer casts one vote, whatever its score. */
export function majorityChooser(
  classes: AnswerClasses,
  correct: readonly boolean[],
): (subset: Int32Array) => Vote {
  return voteChooser(classes, { weights: new Float64Array(correct.length).fill(1), correct })
}
