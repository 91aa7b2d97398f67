import type { MathToken, Operator } from './math-token.ts'

/**
 * Value of an arithmetic expression, or undefined where it is none, or its value is no finite number.
 * One pass with explicit stacks: time and memory grow with the number of tokens, however deep they nest and however tall a tower of powers is.
 */
export function evaluate(tokens: readonly MathToken[]): number | undefined {
  const values: number[] = []
  const pending: Pending[] = []
  let expectsOperand = true
  for (const token of tokens) {
    switch (token.kind) {
      case 'number':
        if (!expectsOperand) return undefined
        values.push(token.value)
        expectsOperand = false
        break
      case 'open':
        if (!expectsOperand) push('*', values, pending)
        pending.push('(')
        expectsOperand = true
        break
      case 'close':
        if (expectsOperand || !closeGroup(values, pending)) return undefined
        break
      case 'operator':
        if (!expectsOperand) push(token.operator, values, pending)
        else if (token.operator === '-') pending.push('negate')
        else return undefined
        expectsOperand = true
        break
      case 'factorial': {
        const operand = values.pop()
        if (expectsOperand || operand === undefined) return undefined
        values.push(factorial(operand))
        break
      }
      case 'equals':
      case 'word':
      case 'stop':
      case 'unknown':
        return undefined
    }
  }
  if (expectsOperand || pending.includes('(')) return undefined
  while (pending.length > 0) apply(values, pending)
  const [value] = values
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

type Pending = Operator | 'negate' | '('

const PRECEDENCE = { '+': 1, '-': 1, '*': 2, '/': 2, negate: 3, '^': 4 } as const

function push(operator: Operator, values: number[], pending: Pending[]): void {
  for (let top = pending.at(-1); top !== undefined && top !== '('; top = pending.at(-1)) {
    const binds = PRECEDENCE[top] - PRECEDENCE[operator]
    if (binds < 0 || (binds === 0 && operator === '^')) break
    apply(values, pending)
  }
  pending.push(operator)
}

function closeGroup(values: number[], pending: Pending[]): boolean {
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    if (top === '(') {
      pending.pop()
      return true
    }
    apply(values, pending)
  }
  return false
}

function apply(values: number[], pending: Pending[]): void {
  const operator = pending.pop()
  const right = values.pop() ?? Number.NaN
  if (operator === 'negate') values.push(-right)
  else if (operator !== undefined && operator !== '(') {
    const left = values.pop() ?? Number.NaN
    values.push(combine(left, operator, right))
  }
}

function combine(left: number, operator: Operator, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '^':
      return left ** right
  }
}

/** Beyond 170! a double is infinite, so the loop stops there. */
function factorial(n: number): number {
  if (!Number.isInteger(n) || n < 0 || n > 170) return Number.NaN
  let product = 1
  for (let factor = 2; factor <= n; factor++) product *= factor
  return product
}
