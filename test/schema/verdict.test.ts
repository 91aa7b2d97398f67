import { expect, test } from 'vitest'
import { at, majority, NONE, UNPARSED, verdictFromText, verdictFromWire } from '#schema/verdict.ts'

test.for([
  ['\\boxed{2} then \\boxed{-1}', NONE],
  ['\\boxed{ 3 }', at(3)],
  ['\\boxed{+2}', at(2)],
  ['\\boxed{\\text{-1}}', UNPARSED],
  ['\\boxed 3', UNPARSED],
  ['\\boxed{}', UNPARSED],
  ['\\boxed{{2}}', UNPARSED],
  ['\\boxed{1.0}', UNPARSED],
  ['\\boxed{-2}', UNPARSED],
  ['\\boxed{99999999999999999999}', UNPARSED],
  ['no answer', UNPARSED],
] as const)('%s reads as %o', ([text, verdict]) => {
  expect(verdictFromText(text)).toEqual(verdict)
})

test('the majority drops unparsed votes and gives a tie to the first seen', () => {
  const votes = (...wire: (number | null)[]) => majority(wire.map(verdictFromWire))
  expect(votes(2, 1, 1, 2)).toEqual(at(2))
  expect(votes(-1, 1, 1, -1, null)).toEqual(NONE)
  expect(votes(null, null, 3)).toEqual(at(3))
  expect(votes(null, null)).toEqual(UNPARSED)
  expect(votes()).toEqual(UNPARSED)
})
