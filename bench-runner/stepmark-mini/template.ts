import type { Random } from './draw.ts'

export const LEVELS = ['easy', 'medium', 'hard'] as const
export type Level = (typeof LEVELS)[number]

/** What is wrong with a step; each is injected at one known step. */
export const ERROR_KINDS = [
  'arithmetic_slip',
  'wrong_operation',
  'wrong_quantity',
  'dropped_condition',
  'unit_slip',
  'wrong_rule',
  'misread_problem',
  'copy_slip',
  'unsupported_claim',
  'wrong_conclusion',
] as const
export type ErrorKind = (typeof ERROR_KINDS)[number]

/** Numbers by name: what the problem gives, and what the solver has found so far. */
export type Numbers = Readonly<Record<string, number>>

/**
 * Texts hold `{n}` (a number), `{$n}` (money), `{A}` `{B}` `{C}` (people), `{thing}` (a word of `words`) and `[[…]]` (mathematics).
 * Expressions hold names, numbers, + - * / ^ and parentheses.
 */
export interface Template {
  readonly id: string
  readonly level: Level
  readonly words: Readonly<Record<string, readonly string[]>>
  readonly problem: readonly string[]
  readonly steps: readonly Step[]
  /** A second way to the same answer. */
  readonly otherSteps: readonly Step[] | undefined
  /** The answer comes from a closed form written apart from the steps; a test holds them together. */
  readonly draw: (random: Random) => { readonly givens: Numbers; readonly answer: number }
}

export type Step = Given | Calculation | Note | Answer

/** Restates a condition; left out of half the solutions. */
export interface Given {
  readonly form: 'given'
  readonly clause: string
}

export interface Calculation {
  readonly form: 'calculation'
  readonly sets: string
  readonly expression: string
  /** Singular noun phrase: 'the cost of the pens'. */
  readonly goal: string
  readonly unit: string
  /** Clause that justifies the operation. */
  readonly why: string | undefined
  /** Expression of a solver who forgets a condition. */
  readonly drop: string | undefined
  /** A false rule: its expression, and the clause that states it. */
  readonly rule: readonly [expression: string, why: string] | undefined
}

/** A statement without a calculation: an equation set up, a case ruled out. */
export interface Note {
  readonly form: 'note'
  readonly clause: string
  readonly wrong: readonly WrongNote[]
}

/** The false statement, and what the solver believes from then on. */
interface WrongNote {
  readonly kind: ErrorKind
  readonly clause: string
  readonly believes?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly form: 'answer'
  readonly sets: string
  readonly clause: string
  readonly unit: string
}

interface TemplateSpec<Givens extends Record<string, number>> {
  readonly words?: Readonly<Record<string, readonly string[]>>
  readonly draw: (random: Random) => Givens
  readonly closed: (givens: Givens) => number
  readonly problem: readonly string[]
  readonly steps: readonly Step[]
  readonly otherSteps?: readonly Step[]
}

export function template<Givens extends Record<string, number>>(
  id: string,
  level: Level,
  spec: TemplateSpec<Givens>,
): Template {
  const { words = {}, problem, steps, otherSteps } = spec
  const draw = (random: Random) => {
    const givens = spec.draw(random)
    return { givens, answer: Math.round(spec.closed(givens) * 1e9) / 1e9 }
  }
  return { id, level, words, problem, steps, otherSteps, draw }
}

export function given(clause: string): Given {
  return { form: 'given', clause }
}

type CalculationOptions = Partial<Pick<Calculation, 'why' | 'drop' | 'rule'>>

/** `result` reads 'name: expression'. */
export function calc(
  result: string,
  goal: string,
  unit: string,
  { why, drop, rule }: CalculationOptions = {},
): Calculation {
  const [sets = '', expression = ''] = result.split(': ')
  return { form: 'calculation', sets, expression, goal, unit, why, drop, rule }
}

export function note(clause: string, ...wrong: readonly WrongNote[]): Note {
  return { form: 'note', clause, wrong }
}

export function answer(sets: string, unit: string, clause: string): Answer {
  return { form: 'answer', sets, clause, unit }
}
