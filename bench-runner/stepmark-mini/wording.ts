import { type Random, randomFrom } from './draw.ts'
import { binary, numberNamed, parts, valueOf, written } from './expression.ts'
import type { Fault } from './fault.ts'
import {
  ANSWER_PHRASES,
  ASSERTED_PHRASES,
  CIRCULAR_PHRASES,
  EQUATION_PHRASES,
  filled,
  GIVEN_PHRASES,
  NOTE_PHRASES,
  OPERATION_PHRASES,
  phrasesAt,
  REASONED_PHRASES,
  REASONED_WORD_PHRASES,
  sentence,
} from './phrase.ts'
import { mathematics, money, numeral, quantity, type Style } from './style.ts'
import type { Answer, Calculation, Numbers, Step } from './template.ts'

export interface Wording {
  readonly seed: number
  /** Place of the step in the solution. */
  readonly index: number
  readonly style: Style
  readonly words: Readonly<Record<string, string>>
}

/** What the solver knows before and after the step, and the error made in it. */
export interface Moment {
  readonly before: Numbers
  readonly after: Numbers
  readonly fault: Fault | undefined
}

/** The phrases are drawn before anything looks at the error, so right and wrong steps share them. */
export function writeStep(step: Step, moment: Moment, wording: Wording): string {
  const random = randomFrom(wording.seed)
  const filling = { numbers: moment.after, words: wording.words, style: wording.style }
  switch (step.form) {
    case 'given':
    case 'note': {
      const pool = step.form === 'given' ? GIVEN_PHRASES : NOTE_PHRASES
      const clause = filled(moment.fault?.clause ?? step.clause, filling)
      return sentence(random.pick(phrasesAt(wording.index, pool)).replace('{clause}', () => clause))
    }
    case 'answer':
      return writeAnswer(step, moment, wording, random)
    case 'calculation':
      return writeCalculation(step, moment, wording, random)
  }
}

function writeAnswer(
  { clause, sets }: Answer,
  { after }: Moment,
  { style, words }: Wording,
  random: Random,
): string {
  const said = filled(clause, { numbers: after, words, style })
  const text = sentence(random.pick(ANSWER_PHRASES).replace('{clause}', () => said))
  const value = numeral(numberNamed(sets, after), style)
  if (style.boxed)
    return `${text} The answer is ${mathematics(`\\boxed{${value}}`, { ...style, open: style.open || '$', close: style.close || '$' })}.`
  return random.chance(0.3) ? `${text} The answer is ${mathematics(value, style)}.` : text
}

function writeCalculation(
  step: Calculation,
  moment: Moment,
  wording: Wording,
  random: Random,
): string {
  const { style, words } = wording
  const { before, after, fault } = moment
  const expression = fault?.expression ?? step.expression
  const value = numberNamed(step.sets, after)
  const filling = { numbers: { ...after, ...before }, words, style }
  const goal = filled(step.goal, filling)
  const unit = unitAfter(goal, filled(step.unit, filling))
  const why = step.why === undefined ? undefined : filled(fault?.why ?? step.why, filling)
  const operands = binary(expression)
  const [left = '', operator = '', right = ''] = operands ?? []
  const roll = random.int(1, 100)
  const picks = [random.int(0, 99), random.int(0, 99)] as const
  const mustReason = fault?.why !== undefined
  const isClaim =
    fault?.kind === 'unsupported_claim' || (!mustReason && parts(expression).length === 1)
  const isWords = roll > 72
  const pool = isClaim
    ? ASSERTED_PHRASES
    : mustReason || (why !== undefined && roll % 2 === 0)
      ? isWords
        ? REASONED_WORD_PHRASES
        : REASONED_PHRASES
      : !isWords
        ? EQUATION_PHRASES
        : roll > 88 || operands === undefined
          ? ASSERTED_PHRASES
          : OPERATION_PHRASES[operator as keyof typeof OPERATION_PHRASES]
  const phrases = phrasesAt(wording.index, pool)
  const phrase = phrases[picks[0] % phrases.length] ?? ''
  const number = (name: string) => written(name, before, style)
  const texts: Readonly<Record<string, string>> = {
    goal,
    why: fault?.why === undefined ? (why ?? '') : filled(fault.why, filling),
    result: quantity(value, unit, style),
    equation:
      operands === undefined && parts(expression).length === 1
        ? quantity(value, unit, style)
        : equation(),
    left: left && number(left),
    right: right && number(right),
  }
  return sentence(phrase.replaceAll(/\{(\w+)\}/g, (_, name: string) => texts[name] ?? ''))

  function equation(): string {
    const sides = [written(expression, before, style), ...expanded()]
    if (unit === 'dollars' && style.moneySign) {
      return mathematics(
        `${sides.join(' = ')} = ${money(value, { ...style, moneySign: true })}`,
        style,
      )
    }
    return `${mathematics(`${sides.join(' = ')} = ${numeral(value, style)}`, style)}${unit === '' ? '' : ` ${unit}`}`
  }

  /** 23 × 14 is often written out as 23 × 10 + 23 × 4. */
  function expanded(): string[] {
    if (operator !== '*' || picks[1] >= 60) return []
    const [a, b] = [valueOf(left, before), valueOf(right, before)]
    const ones = b % 10
    if (!Number.isInteger(a) || !Number.isInteger(b) || a < 11 || b < 11 || b > 99 || ones === 0)
      return []
    const split = { a, tens: b - ones, ones, first: a * (b - ones), second: a * ones }
    return [written('a * tens + a * ones', split, style), written('first + second', split, style)]
  }
}

/** 'The number of pens is 12', not '12 pens'. */
function unitAfter(goal: string, unit: string): string {
  return goal.startsWith('the number of') ? '' : unit
}

/** A step that takes for granted what it should find; everything in it is true. */
export function writeCircular(
  step: Calculation,
  { before, after }: Moment,
  wording: Wording,
): string {
  const random = randomFrom(wording.seed)
  const { style, words } = wording
  const filling = { numbers: after, words, style }
  const inverse = inverseOf(step, { ...before, ...after })
  const pool = CIRCULAR_PHRASES.filter(
    (phrase) => inverse !== undefined || !phrase.includes('{inverse}'),
  )
  const texts: Readonly<Record<string, string>> = {
    goal: filled(step.goal, filling),
    result: quantity(
      numberNamed(step.sets, after),
      unitAfter(step.goal, filled(step.unit, filling)),
      style,
    ),
    inverse:
      inverse === undefined
        ? ''
        : mathematics(
            `${written(inverse[0], after, style)} = ${written(inverse[1], after, style)}`,
            style,
          ),
  }
  return sentence(
    random.pick(pool).replaceAll(/\{(\w+)\}/g, (_, name: string) => texts[name] ?? ''),
  )
}

const INVERSES = { '+': '-', '-': '+', '*': '/', '/': '*' } as const satisfies Record<
  string,
  string
>

function inverseOf(
  { expression, sets }: Calculation,
  numbers: Numbers,
): readonly [string, string] | undefined {
  const operands = binary(expression)
  if (operands === undefined) return undefined
  const [left, operator, right] = operands
  const back = `${sets} ${INVERSES[operator as keyof typeof INVERSES]} ${right}`
  return valueOf(back, numbers) === valueOf(left, numbers) ? [back, left] : undefined
}
