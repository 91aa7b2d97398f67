import { evaluate } from './arithmetic.ts'
import { type MathToken, mathTokens } from './math-token.ts'

/**
 * The calculator baseline: 1 when every equation written in the step holds or none is found, below 0.5 when some fail
 * (half the share that hold). It sees one step, so it knows nothing of the problem. Bounded: `MAX_CHARACTERS`.
 */
export function calculatorScore(step: string): number {
  const equations = readEquations(step)
  const held = equations.filter((equation) => equation.holds).length
  return held === equations.length ? 1 : (0.5 * held) / equations.length
}

interface Equation {
  readonly left: number
  readonly right: number
  readonly holds: boolean
}

/** Every adjacent pair `a = b` of which both sides can be evaluated; a chain a = b = c gives two. */
export function readEquations(step: string): Equation[] {
  const segments = segmentsOf(mathTokens(step))
  const equations: Equation[] = []
  for (const [index, { tokens, approximate }] of segments.entries()) {
    const before = segments[index - 1]
    if (before === undefined) continue
    const left = sideOf(runAtEnd(before.tokens))
    const right = sideOf(runAtStart(tokens))
    if (left === undefined || right === undefined || isConversion(left, right)) continue
    const holds = readings(left).some((a) => readings(right).some((b) => agree(a, b, approximate)))
    equations.push({ left: left.value, right: right.value, holds })
  }
  return equations
}

interface Segment {
  readonly tokens: MathToken[]
  /** Whether the sign before this segment was ≈. */
  readonly approximate: boolean
}

interface Side {
  readonly value: number
  /** Decimals printed, where the side is one bare number. */
  readonly decimals: number | undefined
  readonly percent: boolean
  readonly unit: string | undefined
}

/** A word here may stand for arithmetic, so a number beside it is no whole side. */
const ARITHMETIC_WORDS = new Set(
  'times plus minus divided multiplied over of squared cubed percent dozen hundred thousand million billion modulo mod choose'.split(
    ' ',
  ),
)

/** A word here ends an expression and names no unit. */
const JOINING_WORDS = new Set(['and', 'or', 'to', 'is', 'so', 'then'])

function segmentsOf(tokens: readonly MathToken[]): Segment[] {
  let current: Segment = { tokens: [], approximate: false }
  const segments = [current]
  for (const token of tokens) {
    if (token.kind === 'equals') {
      current = { tokens: [], approximate: token.approximate }
      segments.push(current)
    } else current.tokens.push(token)
  }
  return segments
}

interface Run {
  readonly tokens: readonly MathToken[]
  readonly unit: string | undefined
}

/** The expression that reaches the end of a segment, units left out; undefined beside algebra. */
function runAtEnd(tokens: readonly MathToken[]): Run | undefined {
  const kept: MathToken[] = []
  let unit: string | undefined
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'stop') break
    if (token.kind === 'unknown') return undefined
    if (token.kind === 'word') {
      const next = tokens[at + 1]
      const isUnit =
        next === undefined ||
        next.kind === 'operator' ||
        next.kind === 'close' ||
        next.kind === 'word'
      const follows = unitEnd(tokens, at)
      if (!isUnit || follows === undefined) {
        if (ARITHMETIC_WORDS.has(token.word)) return undefined
        break
      }
      if (kept.length === 0) unit = token.word
      at = follows + 1
    } else kept.push(token)
  }
  kept.reverse()
  const [first] = kept
  if (first?.kind === 'operator' && !first.sign) return undefined
  return { tokens: kept, unit }
}

/** Where at most three unit words ending at `at` follow a number or a bracket, the index of that token. */
function unitEnd(tokens: readonly MathToken[], at: number): number | undefined {
  for (let back = 0; back < 3; back++) {
    const token = tokens[at - back]
    if (token?.kind !== 'word' || ARITHMETIC_WORDS.has(token.word) || JOINING_WORDS.has(token.word))
      return undefined
    const before = tokens[at - back - 1]
    if (before?.kind === 'number' || before?.kind === 'close') return at - back - 1
  }
  return undefined
}

/** The expression that starts a segment, units left out; undefined beside algebra or arithmetic in words. */
function runAtStart(tokens: readonly MathToken[]): Run | undefined {
  const kept: MathToken[] = []
  let unit: string | undefined
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'stop') break
    if (token.kind === 'unknown') return undefined
    if (token.kind !== 'word') {
      kept.push(token)
      continue
    }
    if (ARITHMETIC_WORDS.has(token.word)) return undefined
    if (JOINING_WORDS.has(token.word)) break
    if (kept.length > 0) unit = token.word
    let last = at
    while (last < at + 2 && tokens[last + 1]?.kind === 'word') last++
    if (tokens[last + 1]?.kind !== 'operator') break
    at = last
  }
  return { tokens: kept, unit }
}

function sideOf(run: Run | undefined): Side | undefined {
  if (run === undefined) return undefined
  const value = evaluate(run.tokens)
  if (value === undefined) return undefined
  const numbers = run.tokens.filter((token) => token.kind === 'number')
  const [number] = numbers
  const isBare =
    numbers.length === 1 && !run.tokens.some((token) => token.kind === 'operator' && !token.sign)
  return {
    value,
    decimals: isBare ? number?.decimals : undefined,
    percent: isBare && number?.percent === true,
    unit: run.unit,
  }
}

/** 3 hours = 180 minutes: two bare numbers in two units say nothing about arithmetic. */
function isConversion(left: Side, right: Side): boolean {
  return left.decimals !== undefined && right.decimals !== undefined && left.unit !== right.unit
}

interface Reading {
  readonly value: number
  readonly decimals: number | undefined
}

/** 0.25 × 100 = 25%: a bare percentage is written for 0.25 and for 25 alike. */
function readings({ value, decimals, percent }: Side): Reading[] {
  if (!percent || decimals === undefined) return [{ value, decimals }]
  return [
    { value, decimals: decimals + 2 },
    { value: value * 100, decimals },
  ]
}

/** Equal up to the rounding of a bare side to its printed decimals; whole numbers may not round a half away. */
function agree(a: Reading, b: Reading, approximate: boolean): boolean {
  const gap = Math.abs(a.value - b.value)
  const scale = Math.max(Math.abs(a.value), Math.abs(b.value))
  if (gap <= 1e-9 * Math.max(1, scale)) return true
  if (approximate && gap <= 0.01 * scale) return true
  return [a, b].some(({ decimals }) => {
    if (decimals === undefined) return false
    const half = 0.5 * 10 ** -decimals
    return decimals === 0 ? gap < half : gap <= half * (1 + 1e-6)
  })
}
