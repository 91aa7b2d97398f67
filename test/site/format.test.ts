import { expect, test } from 'vitest'
import {
  billions,
  count,
  cut,
  day,
  inWords,
  list,
  moment,
  plural,
  points,
  score,
  short,
} from '../../site/lib/format.ts'

test('gives a difference without its sign', () => {
  expect(points(-0.149)).toBe('14.9')
})

test.for([
  [0.98046875, '0.98'],
  [0.0036, '0.004'],
  [0, '0.00'],
  [1, '1.00'],
  [-0.5, '−0.50'],
  [-12.34, '−12.3'],
  [123.4, '123'],
] as const)('writes the score %d as %s', ([value, text]) => {
  expect(score(value)).toBe(text)
})

test.for([
  [0.5, '0.5'],
  [-2.5, '−2.5'],
  [0.41015625, '0.410'],
] as const)('writes the cut %d as %s', ([value, text]) => {
  expect(cut(value)).toBe(text)
})

test('sets off thousands', () => {
  expect(count(1000)).toBe('1,000')
  expect(count(999)).toBe('999')
})

test('gives parameters in billions', () => {
  expect(billions(7_080_000_000)).toBe('7.1')
  expect(billions(72_700_000_000)).toBe('72.7')
})

test('writes dates and times in UTC', () => {
  expect(day('2026-11-22T23:59:00.000Z')).toBe('22 November 2026')
  expect(moment('2026-11-22T09:05:00.000Z')).toBe('22 November 2026, 09:05 UTC')
})

test('joins and counts in words', () => {
  expect(list(['A'])).toBe('A')
  expect(list(['A', 'B', 'C'])).toBe('A, B and C')
  expect(inWords(5)).toBe('five')
  expect(inWords(1200)).toBe('1,200')
  expect(plural(1, 'run')).toBe('1 run')
  expect(plural(0, 'run')).toBe('0 runs')
})

test('shortens runs and hashes', () => {
  expect(short('run_317f4eca76fd4aec')).toBe('317f4eca')
  expect(short('7bcc0719376c89c7')).toBe('7bcc071937')
})
