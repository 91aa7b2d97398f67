import { expect, test } from 'vitest'
import { calculatorScore, readEquations } from '../../../bench-runner/baselines/calculator.ts'
import { MAX_CHARACTERS, mathTokens } from '../../../bench-runner/baselines/math-token.ts'

test.for([
  ['The total is $12 \\times 3 = 36$ dollars.'],
  ['12 boxes × 5 pencils = 60 pencils'],
  ['\\(\\frac{3}{4} \\cdot 8 = 6\\)'],
  ['12 × $3 = $36'],
  ['1,234 + 1 = 1,235 and 1{,}250 \\div 5 = 250'],
  ['0.25 × 100 = 25% and 15/60 = 25%'],
  ['3 x 4 = 12, (2)(3) = 6, 2^{10} = 1024, 5! = 120'],
  ['-3 + 5 = 2 and -2^2 = -4'],
  ['2^3^2 = 512'],
  ['3 + 4 = 7!'],
  ['10 / 3 = 3.33'],
  ['22 / 7 ≈ 3.1'],
] as const)('%s holds', ([step]) => {
  expect(readEquations(step).length).toBeGreaterThan(0)
  expect(calculatorScore(step)).toBe(1)
})

test.for([
  ['3 + 4 = 8'],
  ['x = 3 + 4 = 8'],
  ['10 / 3 = 3.34'],
  ['7 / 2 = 3'],
  ['\\frac{12}{4} = 4'],
  ['2 × 60 minutes = 100 minutes'],
] as const)('%s fails', ([step]) => {
  expect(calculatorScore(step)).toBe(0)
})

test.for([
  ['There are 5 apples.'],
  ['2x + 3 = 7'],
  ['7 = 3 + x'],
  ['20 = 5 times 4'],
  ['20% of 50 = 10'],
  ['3 hours = 180 minutes'],
  ['Half the total − 3 = 7'],
  [''],
] as const)('%s is not read as arithmetic', ([step]) => {
  expect(readEquations(step)).toEqual([])
  expect(calculatorScore(step)).toBe(1)
})

test('scores half the share of equations that hold', () => {
  // 2 of 3 hold: 0.5 * 2 / 3 = 1/3
  expect(calculatorScore('1 + 1 = 2, 2 + 2 = 4, 3 + 3 = 7')).toBeCloseTo(1 / 3)
})

test('checks both equations of a chain', () => {
  expect(readEquations('2 + 3 = 5 = 1 + 3').map(({ holds }) => holds)).toEqual([true, false])
})

test.for([
  ['a tower of powers', `9${'^9'.repeat(400_000)} = 5`],
  ['nested brackets', `${'('.repeat(20_000)}1${')'.repeat(20_000)} = 1`],
  ['open brackets', `${'('.repeat(1_000_000)} = 1`],
  ['nested fractions', `${'\\frac{'.repeat(200_000)} = 1`],
  ['a long chain', '1'.repeat(1_000_000)],
  ['spaces', ' '.repeat(2_000_000)],
  ['signs', `${'-'.repeat(1_000_000)}1 = 1`],
  ['thousands groups', `${'1,111'.repeat(300_000)} = 2`],
  ['braces', '{}'.repeat(1_000_000)],
  ['factorials', `170${'!'.repeat(1_000_000)} = 1`],
] as const)('reads a bounded number of tokens of hostile text: %s', ([, step]) => {
  // a piece of text becomes at most two tokens, a fraction's closing brace
  expect(mathTokens(step).length).toBeLessThanOrEqual(2 * MAX_CHARACTERS)
  expect(calculatorScore(step)).toBe(1)
})

test('evaluates brackets nested twenty thousand deep', () => {
  const step = `${'('.repeat(20_000)}1${')'.repeat(20_000)} = 1`
  expect(readEquations(step)).toEqual([{ left: 1, right: 1, holds: true }])
})

test('answers 1 where a value is not finite', () => {
  expect(readEquations('9^9^9^9 = 5 and 1 / 0 = 3')).toEqual([])
})
