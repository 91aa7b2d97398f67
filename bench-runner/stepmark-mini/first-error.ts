import { type Attempt, attemptsByStep, soundProblem } from './attempt.ts'
import { type Random, randomFrom } from './draw.ts'
import { type Problem, waysOf } from './problem.ts'
import { TEMPLATES } from './registry.ts'
import { type Solution, solve } from './solution.ts'
import { ERROR_KINDS, type ErrorKind, type Level, LEVELS } from './template.ts'

export interface FirstErrorItem {
  readonly id: string
  readonly subset: Level
  /** Family and template that made the problem. */
  readonly generator: string
  readonly problem: string
  readonly steps: readonly string[]
  readonly final_answer_correct: boolean
  /** 0-based index of the first wrong step; -1 where all are right. */
  readonly label: number
  readonly error_kind: ErrorKind | null
}

const SEED = 20_251_101
const PROBLEMS_PER_TEMPLATE = 5

/** Each problem has a right solution and a wrong one of another solver. */
export function firstErrorItems(): FirstErrorItem[] {
  const random = randomFrom(SEED)
  const used = new Set<string>()
  const counts = new Map<ErrorKind, number>()
  const rows = TEMPLATES.flatMap(({ family, template }) =>
    Array.from({ length: PROBLEMS_PER_TEMPLATE }, () =>
      soundProblem(template, random, used),
    ).flatMap((problem) => {
      const common = {
        subset: template.level,
        generator: `${family}/${template.id}`,
        problem: problem.text,
      }
      const right = solve(problem, { way: random.pick(waysOf(template)), seed: random.seed() })
      const { wrong, fault } = leastUsedError(problem, random, counts)
      return [
        { ...common, ...judged(right, problem), label: -1, error_kind: null },
        { ...common, ...judged(wrong, problem), label: fault.step, error_kind: fault.kind },
      ]
    }),
  )
  return LEVELS.flatMap((level) =>
    random
      .shuffle(rows.filter(({ subset }) => subset === level))
      .map((row, index) => ({ id: `${level}-${index}`, ...row })),
  )
}

function judged({ steps, answer }: Solution, problem: Problem) {
  return { steps, final_answer_correct: answer === problem.answer }
}

/** The kind that has come up least; mostly at a step drawn first, so that errors lie anywhere. */
export function leastUsedError(
  problem: Problem,
  random: Random,
  counts: Map<ErrorKind, number>,
): Attempt {
  const way = random.pick(waysOf(problem.template))
  const options = { way, seed: random.seed(), kinds: ERROR_KINDS, recovering: 0.2 }
  const byStep = random
    .shuffle(attemptsByStep(problem, random, options))
    .filter((attempts) => attempts.length > 0)
  const candidates = random.chance(0.4) ? byStep.flat() : (byStep[0] ?? [])
  const [least] = candidates.toSorted((a, b) => weight(a) - weight(b))
  if (least === undefined) throw new Error(`${problem.template.id}: no error can be made`)
  counts.set(least.fault.kind, (counts.get(least.fault.kind) ?? 0) + 1)
  return least

  function weight({ fault }: Attempt): number {
    return counts.get(fault.kind) ?? 0
  }
}
