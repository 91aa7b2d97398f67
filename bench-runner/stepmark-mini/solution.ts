import { randomFrom } from './draw.ts'
import { numberNamed, valueOf } from './expression.ts'
import type { Fault, Situation } from './fault.ts'
import type { Problem } from './problem.ts'
import { drawStyle, numeral, type Style } from './style.ts'
import type { Numbers, Step } from './template.ts'
import { type Wording, writeCircular, writeStep } from './wording.ts'

/** One solver's way through one problem. */
export interface Solution {
  readonly steps: readonly string[]
  readonly answer: number
  /** As the solver would type it into an answer box. */
  readonly answerText: string
  /** Before each step: what could go wrong there is drawn from it. */
  readonly situations: readonly Situation[]
  /** Every number the solver found or took for given, right or wrong. */
  readonly stated: readonly number[]
  readonly style: Style
}

export interface SolutionOptions {
  readonly way: readonly Step[]
  /** Draws style and phrases: the same seed writes the same steps up to the first error. */
  readonly seed: number
  readonly fault?: Fault | undefined
}

export function solve(problem: Problem, { way, seed, fault }: SolutionOptions): Solution {
  const random = randomFrom(seed)
  const style = drawStyle(random)
  const chosen = way.filter((step) => {
    const kept = random.chance(0.5)
    return step.form !== 'given' || kept
  })
  const steps: string[] = []
  const stated: number[] = Object.values(problem.givens)
  const situations: Situation[] = []
  let numbers = problem.givens
  let found: Situation['found'] = []
  for (const [index, step] of chosen.entries()) {
    const wording: Wording = { seed: random.seed(), index, style, words: problem.words }
    const here = fault?.step === index ? fault : undefined
    situations.push({ index, step, numbers, givens: problem.givens, found })
    const believed = { ...numbers, ...here?.believes }
    const after = conclude(step, believed, here)
    steps.push(writeStep(step, { before: believed, after, fault: here }, wording))
    if (step.form === 'calculation') stated.push(numberNamed(step.sets, after))
    stated.push(...Object.values(here?.believes ?? {}))
    numbers = here?.recovers ? conclude(step, numbers, undefined) : after
    if (step.form === 'calculation') found = [...found, { name: step.sets, unit: step.unit }]
  }
  const last = chosen.at(-1)
  if (last?.form !== 'answer') throw new Error(`${problem.template.id} does not end in an answer`)
  const value = numberNamed(last.sets, numbers)
  const answerText = numeral(value, { ...style, commas: false })
  return { steps, answer: value, answerText, situations, stated, style }
}

function conclude(step: Step, numbers: Numbers, fault: Fault | undefined): Numbers {
  if (step.form !== 'calculation') return numbers
  const value = fault?.result ?? valueOf(fault?.expression ?? step.expression, numbers)
  return { ...numbers, [step.sets]: value }
}

export interface Again {
  readonly index: number
  readonly seed: number
}

/** A step of a right solution said once more in other words. */
export function restate(
  { situations, style }: Solution,
  problem: Problem,
  { index, seed }: Again,
): string {
  const { step, numbers } = situationAt(situations, index)
  const moment = { before: numbers, after: conclude(step, numbers, undefined), fault: undefined }
  return writeStep(step, moment, { seed, index, style, words: problem.words })
}

/** A calculation of a right solution replaced by an argument that assumes its result; undefined for other steps. */
export function circular(
  { situations, style }: Solution,
  problem: Problem,
  { index, seed }: Again,
): string | undefined {
  const { step, numbers } = situationAt(situations, index)
  if (step.form !== 'calculation') return undefined
  const moment = { before: numbers, after: conclude(step, numbers, undefined), fault: undefined }
  return writeCircular(step, moment, { seed, index, style, words: problem.words })
}

function situationAt(situations: readonly Situation[], index: number): Situation {
  const situation = situations[index]
  if (situation === undefined) throw new Error(`No step ${index}`)
  return situation
}
