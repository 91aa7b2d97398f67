import { evaluate } from '../baselines/arithmetic.ts'
import { mathTokens } from '../baselines/math-token.ts'
import { numeral, type Style } from './style.ts'
import type { Numbers } from './template.ts'

const TOKEN = /[A-Za-z]\w*|\d+(?:\.\d+)?|[-+*/^()!]/g

export function parts(expression: string): readonly string[] {
  return expression.match(TOKEN) ?? []
}

export function namesIn(expression: string): readonly string[] {
  return parts(expression).filter((part) => /^[A-Za-z]/.test(part))
}

/** [left, operator, right] where the expression has just one operator. */
export function binary(expression: string): readonly [string, string, string] | undefined {
  const [left, operator, right, ...rest] = parts(expression)
  if (left === undefined || operator === undefined || right === undefined) return undefined
  return rest.length === 0 && /^[-+*/]$/.test(operator) ? [left, operator, right] : undefined
}

/** Infinite where a solver's wrong numbers lead to a division by zero; no plausible solution holds such a step. */
export function valueOf(expression: string, numbers: Numbers): number {
  const text = parts(expression)
    .map((part) => (/^[A-Za-z]/.test(part) ? `(${numberNamed(part, numbers)})` : part))
    .join(' ')
  const value = evaluate(mathTokens(`(${text})`))
  return value === undefined ? Number.POSITIVE_INFINITY : Math.round(value * 1e9) / 1e9
}

/** The expression with its numbers put in, in the solver's notation, without mathematics delimiters. */
export function written(expression: string, numbers: Numbers, style: Style): string {
  const operands = binary(expression)
  if (style.latex && operands?.[1] === '/')
    return `\\frac{${operand(operands[0], numbers, style)}}{${operand(operands[2], numbers, style)}}`
  return parts(expression)
    .map((part) => operand(part, numbers, style))
    .join(' ')
    .replaceAll('( ', '(')
    .replaceAll(' )', ')')
    .replaceAll(' !', '!')
    .replaceAll(/ \^ (\w+)/g, style.latex ? '^{$1}' : '^$1')
}

function operand(part: string, numbers: Numbers, style: Style): string {
  if (part === '*') return style.times
  if (part === '/') return style.over
  if (/^\d/.test(part)) return numeral(Number(part), style)
  if (!/^[A-Za-z]/.test(part)) return part
  const value = numberNamed(part, numbers)
  return value < 0 ? `(${numeral(value, style)})` : numeral(value, style)
}

export function numberNamed(name: string, numbers: Numbers): number {
  const value = numbers[name]
  if (value === undefined) throw new Error(`No number named ${name}`)
  return value
}
