import { attemptsByStep, soundProblem } from './attempt.ts'
import { type Random, randomFrom } from './draw.ts'
import type { Fault } from './fault.ts'
import { filled } from './phrase.ts'
import { type Problem, waysOf } from './problem.ts'
import { TEMPLATES } from './registry.ts'
import { circular, restate, type Solution, solve } from './solution.ts'
import { PLAIN } from './style.ts'
import { STEP_LABEL_GROUPS } from './step-label-groups.ts'
import type { ErrorKind, Template } from './template.ts'

export interface StepLabelItem {
  readonly id: string
  readonly class: string
  readonly problem: string
  readonly steps: readonly string[]
  /** 0-based; the step with the flaw and every later step whose statement is false because of it. */
  readonly wrong_steps: readonly number[]
  readonly error_kind: ErrorKind | 'redundant_step' | 'circular_step' | null
  /** One sentence. */
  readonly reason: string
}

const SEED = 20_251_102
const PER_CLASS = 36

type Row = Omit<StepLabelItem, 'id' | 'class'>

export function stepLabelItems(): StepLabelItem[] {
  const random = randomFrom(SEED)
  const used = new Set<string>()
  return Object.values(STEP_LABEL_GROUPS).flatMap((classes) =>
    Object.entries(classes).flatMap(([name, kinds]) => {
      const rows: Row[] = []
      while (rows.length < PER_CLASS) {
        const turn = random.shuffle(templatesFor(name))
        for (const template of turn.slice(0, PER_CLASS - rows.length)) {
          const problem = soundProblem(template, random, used)
          const row = rowOf(problem, { name, kinds }, random)
          if (row !== undefined) rows.push(row)
        }
      }
      return rows.map((row, index) => ({ id: `${name}_${index}`, class: name, ...row }))
    }),
  )
}

function templatesFor(name: string): Template[] {
  const all = TEMPLATES.map(({ template }) => template)
  return name === 'multi_solutions' ? all.filter(({ otherSteps }) => otherSteps !== undefined) : all
}

interface StepClass {
  readonly name: string
  readonly kinds: readonly ErrorKind[]
}

function rowOf(problem: Problem, { name, kinds }: StepClass, random: Random): Row | undefined {
  if (name === 'redundancy') return redundant(problem, random)
  if (name === 'circular') return arguedInCircle(problem, random)
  if (name === 'multi_solutions') return anotherWay(problem, random)
  const options = {
    way: random.pick(waysOf(problem.template)),
    seed: random.seed(),
    kinds,
    recovering: 0.5,
  }
  const attempts = random.shuffle(attemptsByStep(problem, random, options).flat())
  const kind = random.pick(kinds)
  const attempt = attempts.find(({ fault }) => fault.kind === kind) ?? attempts[0]
  if (attempt === undefined) return undefined
  const { right, wrong, fault } = attempt
  const wrongSteps = wrong.steps.flatMap((step, index) =>
    step === right.steps[index] ? [] : [index],
  )
  return {
    problem: problem.text,
    steps: wrong.steps,
    wrong_steps: wrongSteps,
    error_kind: fault.kind,
    reason: reasonOf(fault, wrong, problem),
  }
}

function redundant(problem: Problem, random: Random): Row | undefined {
  const solution = solve(problem, {
    way: random.pick(waysOf(problem.template)),
    seed: random.seed(),
  })
  const { steps, situations } = solution
  const told = random.int(0, steps.length - 2)
  const after = random.int(told, steps.length - 2)
  const again = restate(solution, problem, { index: told, seed: random.seed() })
  if (steps.includes(again) || situations[told]?.step.form === 'note') return undefined
  return {
    problem: problem.text,
    steps: [...steps.slice(0, after + 1), again, ...steps.slice(after + 1)],
    wrong_steps: [after + 1],
    error_kind: 'redundant_step',
    reason: `The step says again what ${subject(solution, told, problem)} already settled, and adds nothing.`,
  }
}

function arguedInCircle(problem: Problem, random: Random): Row | undefined {
  const solution = solve(problem, {
    way: random.pick(waysOf(problem.template)),
    seed: random.seed(),
  })
  const index = random.int(0, solution.steps.length - 2)
  const step = circular(solution, problem, { index, seed: random.seed() })
  if (step === undefined) return undefined
  return {
    problem: problem.text,
    steps: solution.steps.with(index, step),
    wrong_steps: [index],
    error_kind: 'circular_step',
    reason: `The step takes ${goalOf(solution, index, problem)} for granted in order to establish it.`,
  }
}

function anotherWay(problem: Problem, random: Random): Row {
  const [, way = problem.template.steps] = waysOf(problem.template)
  const { steps } = solve(problem, { way, seed: random.seed() })
  return {
    problem: problem.text,
    steps,
    wrong_steps: [],
    error_kind: null,
    reason: 'Every step is right; the solution takes another way than the usual one.',
  }
}

function subject(solution: Solution, index: number, problem: Problem): string {
  const form = solution.situations[index]?.step.form
  return form === 'given'
    ? 'the statement of the problem'
    : `the step on ${goalOf(solution, index, problem)}`
}

/** What the step is about, as the reason names it. */
function goalOf({ situations }: Solution, index: number, problem: Problem): string {
  const situation = situations[index]
  if (situation?.step.form !== 'calculation') return 'this statement'
  const filling = { numbers: situation.numbers, words: problem.words, style: PLAIN }
  return filled(situation.step.goal, filling)
}

function reasonOf(fault: Fault, solution: Solution, problem: Problem): string {
  const goal = goalOf(solution, fault.step, problem)
  switch (fault.kind) {
    case 'arithmetic_slip':
      return `The right operation is chosen for ${goal}, but its result is calculated wrongly.`
    case 'wrong_operation':
      return `The numbers for ${goal} are combined by the wrong operation.`
    case 'wrong_quantity':
      return `The calculation of ${goal} uses a number that belongs elsewhere in the problem.`
    case 'dropped_condition':
      return `The step leaves out a condition of the problem that bears on ${goal}.`
    case 'unit_slip':
      return `The step converts with a wrong factor on the way to ${goal}.`
    case 'wrong_rule':
      return `The rule used for ${goal} does not hold here.`
    case 'misread_problem':
      return `A number used for ${goal} differs from the one the problem gives.`
    case 'copy_slip':
      return `A quantity used for ${goal} has another value here than the one an earlier step found.`
    case 'unsupported_claim':
      return `The step states a value for ${goal} with confidence and without support, and the value is wrong.`
    case 'wrong_conclusion':
      return 'The answer names a quantity the problem does not ask for.'
  }
}
