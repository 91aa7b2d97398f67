import { binary, namesIn, numberNamed, parts, valueOf } from './expression.ts'
import { mentioned } from './phrase.ts'
import { type Random, randomFrom } from './draw.ts'
import type { Answer, Calculation, ErrorKind, Numbers, Step } from './template.ts'

/** One error at one step. */
export interface Fault {
  readonly step: number
  readonly kind: ErrorKind
  /** Numbers the solver has wrong from here on. */
  readonly believes?: Numbers
  readonly expression?: string
  readonly why?: string
  /** The result written, whatever the expression gives. */
  readonly result?: number
  readonly clause?: string
  /** The wrong number stays in this step; later steps use the right one. */
  readonly recovers: boolean
}

export interface Situation {
  readonly index: number
  readonly step: Step
  /** What the solver knows, all right so far. */
  readonly numbers: Numbers
  readonly givens: Numbers
  /** Found so far: name and unit. */
  readonly found: readonly { readonly name: string; readonly unit: string }[]
}

type Bare = Omit<Fault, 'step' | 'recovers'>

/** Every error that could be made at this step, in an order drawn from the seed. */
export function faultsAt(situation: Situation, seed: number): Fault[] {
  const random = randomFrom(seed)
  const bare = faultsOf(situation, random)
  return random.shuffle(bare).map((fault) => ({ ...fault, step: situation.index, recovers: false }))
}

function faultsOf(situation: Situation, random: Random): Bare[] {
  const { step, numbers } = situation
  switch (step.form) {
    case 'given':
      return misreadings(step.clause, situation, random)
    case 'note':
      return [
        ...misreadings(step.clause, situation, random),
        ...step.wrong.map(({ kind, clause, believes = {} }) => ({
          kind,
          clause,
          believes: Object.fromEntries(
            Object.entries(believes).map(([name, expression]) => [
              name,
              valueOf(expression, numbers),
            ]),
          ),
        })),
      ]
    case 'calculation':
      return [
        ...calculationFaults(step, situation, random),
        ...misreadings(
          namesIn(step.expression)
            .map((name) => `{${name}}`)
            .join(' '),
          situation,
          random,
        ),
      ]
    case 'answer':
      return conclusions(step, situation)
  }
}

function calculationFaults(step: Calculation, situation: Situation, random: Random): Bare[] {
  const { expression, drop, rule } = step
  const value = valueOf(expression, situation.numbers)
  const rounded = [5, 10, 20, 50]
    .map((grain) => Math.round(value / grain) * grain)
    .filter((guess) => guess !== value && guess > 1 && Math.abs(guess - value) < 0.3 * value)
  const guesses = value < 11 ? [value + 1, value - 1, value + 2] : rounded
  return [
    { kind: 'arithmetic_slip', result: slipped(value, random) },
    ...swapped(expression).map((other) => ({
      kind: 'wrong_operation' as const,
      expression: other,
    })),
    ...requantified(expression, situation).map((other) => ({
      kind: 'wrong_quantity' as const,
      expression: other,
    })),
    ...(drop === undefined ? [] : [{ kind: 'dropped_condition' as const, expression: drop }]),
    ...(rule === undefined
      ? []
      : [{ kind: 'wrong_rule' as const, expression: rule[0], why: rule[1] }]),
    ...misconverted(expression).map((other) => ({ kind: 'unit_slip' as const, expression: other })),
    ...guesses.slice(0, 2).map((result) => ({ kind: 'unsupported_claim' as const, result })),
  ]
}

/** A number of the text taken wrongly: a given is misread, a result of an earlier step miscopied. */
function misreadings(text: string, { numbers, givens, found }: Situation, random: Random): Bare[] {
  return [...new Set(mentioned(text))].flatMap((name) => {
    const kind = found.some((result) => result.name === name) ? 'copy_slip' : 'misread_problem'
    if (kind === 'misread_problem' && givens[name] === undefined) return []
    return [{ kind, believes: { [name]: slipped(numberNamed(name, numbers), random) } } as const]
  })
}

function conclusions({ sets, unit }: Answer, { numbers, found }: Situation): Bare[] {
  return found
    .filter((result) => result.name !== sets && result.unit === unit)
    .map(({ name }) => ({
      kind: 'wrong_conclusion',
      believes: { [sets]: numberNamed(name, numbers) },
    }))
}

const CONFUSED = { '+': '-', '-': '+', '*': '+', '/': '*' } as const satisfies Record<
  string,
  string
>

function swapped(expression: string): string[] {
  const operands = binary(expression)
  if (operands === undefined) return []
  const [left, operator, right] = operands
  return Object.entries(CONFUSED)
    .filter(([from]) => from === operator)
    .map(([, to]) => `${left} ${to} ${right}`)
}

/** One operand exchanged for another number of the problem. */
function requantified(expression: string, { givens, numbers, found }: Situation): string[] {
  const names = namesIn(expression)
  const others = [...Object.keys(givens), ...found.map(({ name }) => name)].filter(
    (name) => !names.includes(name) && numbers[name] !== undefined,
  )
  return [...new Set(names)].flatMap((name) =>
    others
      .filter((other) => isComparable(numberNamed(name, numbers), numberNamed(other, numbers)))
      .map((other) =>
        parts(expression)
          .map((part) => (part === name ? other : part))
          .join(' '),
      ),
  )
}

function isComparable(a: number, b: number): boolean {
  return a !== b && Math.max(a, b) <= 12 * Math.min(a, b)
}

const MISTAKEN_FACTORS: Readonly<Record<string, string>> = {
  '3600': '60',
  '1000': '100',
  '100': '10',
  '60': '100',
  '24': '12',
  '12': '10',
  '7': '5',
}

function misconverted(expression: string): string[] {
  const tokens = parts(expression)
  return tokens.flatMap((token, index) => {
    const mistaken = MISTAKEN_FACTORS[token]
    return mistaken === undefined ? [] : [tokens.with(index, mistaken).join(' ')]
  })
}

/** A wrong number such as a pen makes: a digit out by one, a carry forgotten, two digits exchanged. */
function slipped(value: number, random: Random): number {
  const sign = random.pick([1, -1])
  const near = Number.isInteger(value) ? [1, 1, 2] : [1, 0.5]
  const steps = value >= 40 ? [...near, 10, 10, 9] : near
  const candidates = [value + sign * random.pick(steps), value - sign * random.pick(steps)]
  const digits = String(value)
  if (/^\d\d+$/.test(digits) && random.chance(0.3)) {
    const at = random.int(0, digits.length - 2)
    const exchanged =
      digits.slice(0, at) + digits.charAt(at + 1) + digits.charAt(at) + digits.slice(at + 2)
    if (exchanged !== digits && !exchanged.startsWith('0')) candidates.unshift(Number(exchanged))
  }
  return candidates.find((candidate) => candidate > 1) ?? value + 1
}
