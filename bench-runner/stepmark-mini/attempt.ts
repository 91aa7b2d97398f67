import type { Random } from './draw.ts'
import { type Fault, faultsAt } from './fault.ts'
import { drawProblem, type Problem, waysOf } from './problem.ts'
import { type Solution, solve } from './solution.ts'
import type { ErrorKind, Step, Template } from './template.ts'

/** One right solution, and the same solution with an error in it. */
export interface Attempt {
  readonly right: Solution
  readonly wrong: Solution
  readonly fault: Fault
}

export interface AttemptOptions {
  readonly way: readonly Step[]
  readonly seed: number
  readonly kinds: readonly ErrorKind[]
  /** Share of errors that stay in their step, so that the right answer may still come out. */
  readonly recovering: number
}

const TRIES = 5000

/** A problem of the template in which every number of every way is a whole number from 2 on. */
export function soundProblem(template: Template, random: Random, used: Set<string>): Problem {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const problem = drawProblem(template, random.seed())
    if (used.has(problem.text)) continue
    if (!waysOf(template).every((way) => isPlausible(solve(problem, { way, seed: 1 })))) continue
    used.add(problem.text)
    return problem
  }
  throw new Error(`${template.id}: no sound problem in ${TRIES} draws`)
}

/** Every attempt with one error of the kinds asked for, carried forward plausibly; grouped by step. */
export function attemptsByStep(
  problem: Problem,
  random: Random,
  options: AttemptOptions,
): Attempt[][] {
  const { way, seed, kinds, recovering } = options
  const right = solve(problem, { way, seed })
  return right.situations.map((situation) => {
    const faults = faultsAt(situation, random.seed())
    return faults.flatMap((fault) => {
      if (!kinds.includes(fault.kind)) return []
      const recovers = situation.step.form !== 'answer' && random.chance(recovering)
      const chosen = { ...fault, recovers }
      const wrong = solve(problem, { way, seed, fault: chosen })
      return isPlausible(wrong) && isWrong(wrong, right, chosen)
        ? [{ right, wrong, fault: chosen }]
        : []
    })
  })
}

function isPlausible({ stated }: Solution): boolean {
  return stated.every((value) => Number.isInteger(value) && value >= 2 && value < 10_000_000)
}

/** A fault whose result comes out right after all is none. */
function isWrong(wrong: Solution, right: Solution, fault: Fault): boolean {
  if (wrong.steps[fault.step] === right.steps[fault.step]) return false
  const situation = right.situations[fault.step]
  if (situation?.step.form !== 'calculation') return true
  const before = right.situations
    .slice(0, fault.step)
    .filter(({ step }) => step.form === 'calculation').length
  const at =
    right.stated.length -
    right.situations.filter(({ step }) => step.form === 'calculation').length +
    before
  return wrong.stated[at] !== right.stated[at]
}
