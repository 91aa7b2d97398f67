import { type Attempt, attemptsByStep, soundProblem } from './attempt.ts'
import { type Random, randomFrom } from './draw.ts'
import { type Problem, waysOf } from './problem.ts'
import { TEMPLATES } from './registry.ts'
import { type Solution, solve } from './solution.ts'
import { PLAIN, numeral } from './style.ts'
import { ERROR_KINDS } from './template.ts'

export interface Pool {
  readonly problem_id: string
  readonly question: string
  readonly ground_truth: string
  readonly candidates: readonly Candidate[]
}

interface Candidate {
  readonly steps: readonly string[]
  readonly answer: string
  readonly is_correct: boolean
}

const SEED = 20_251_103
const PROBLEMS = 60
export const CANDIDATES = 8
/** How many of the eight are right, in turn; where it is below four, one wrong answer may win the vote. */
const RIGHT = [3, 5, 2, 6, 4, 1, 3, 7, 2, 5] as const

export function pools(): Pool[] {
  const random = randomFrom(SEED)
  const used = new Set<string>()
  const order = random.shuffle(TEMPLATES)
  return Array.from({ length: PROBLEMS }, (_, index) => {
    const { template } = order[index % order.length] ?? random.pick(TEMPLATES)
    const problem = soundProblem(template, random, used)
    const right = RIGHT[index % RIGHT.length] ?? 4
    return poolOf(problem, { id: `pool-${index}`, right, isMisleading: right <= 3 }, random)
  })
}

interface Plan {
  readonly id: string
  readonly right: number
  /** Whether one wrong answer is to come up more often than the right one. */
  readonly isMisleading: boolean
}

function poolOf(problem: Problem, { id, right, isMisleading }: Plan, random: Random): Pool {
  const correct: Candidate[] = []
  while (correct.length < right) correct.push(rightCandidate(problem, random))
  const popular = isMisleading ? wrongAttempt(problem, random) : undefined
  const wrong: Candidate[] = []
  while (wrong.length < CANDIDATES - right) {
    const repeats = popular !== undefined && wrong.length <= right
    wrong.push(
      repeats
        ? retold(problem, popular, random)
        : candidateOf(wrongAttempt(problem, random).wrong, problem),
    )
  }
  const ground_truth = numeral(problem.answer, { ...PLAIN, commas: false })
  return {
    problem_id: id,
    question: problem.text,
    ground_truth,
    candidates: random.shuffle([...correct, ...wrong]),
  }
}

/** One right answer in eight hides a wrong step that leaves the answer alone. */
function rightCandidate(problem: Problem, random: Random): Candidate {
  const options = {
    way: random.pick(waysOf(problem.template)),
    seed: random.seed(),
    kinds: ERROR_KINDS,
    recovering: 1,
  }
  const lucky = random.chance(1 / 8)
    ? random
        .shuffle(attemptsByStep(problem, random, options).flat())
        .find(({ wrong }) => wrong.answer === problem.answer)
    : undefined
  return candidateOf(lucky?.wrong ?? solve(problem, options), problem)
}

function wrongAttempt(problem: Problem, random: Random): Attempt {
  const options = {
    way: random.pick(waysOf(problem.template)),
    seed: random.seed(),
    kinds: ERROR_KINDS,
    recovering: 0,
  }
  const attempts = attemptsByStep(problem, random, options)
    .map((byStep) => byStep.filter(({ wrong }) => wrong.answer !== problem.answer))
    .filter((byStep) => byStep.length > 0)
  return random.pick(random.pick(attempts))
}

/** The same error told by another solver; where the restated conditions differ, told word for word. */
function retold(problem: Problem, { wrong, fault }: Attempt, random: Random): Candidate {
  for (const way of waysOf(problem.template)) {
    for (let attempt = 0; attempt < 8; attempt++) {
      const seed = random.seed()
      const { situations } = solve(problem, { way, seed })
      const step = situations.findIndex(
        (situation) => situation.step === wrong.situations[fault.step]?.step,
      )
      if (step < 0) continue
      const other = solve(problem, { way, seed, fault: { ...fault, step } })
      if (other.answer === wrong.answer) return candidateOf(other, problem)
    }
  }
  return candidateOf(wrong, problem)
}

function candidateOf({ steps, answer, answerText }: Solution, problem: Problem): Candidate {
  return { steps, answer: answerText, is_correct: answer === problem.answer }
}
