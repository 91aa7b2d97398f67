import { expect, test } from 'vitest'
import type { ReportedRow } from '#schema/reported-row.ts'
import {
  flagWords,
  gapWords,
  partsOf,
  protocolWords,
  recomputedOf,
  reportedValue,
  withParts,
} from '../../site/lib/reported.ts'

const ROW: ReportedRow = {
  trust: 'reported',
  benchmark: { id: 'tiny', name: 'Tiny', board: 'tiny' },
  subset: { id: 'average', name: 'Average' },
  metric: 'f1',
  candidates: null,
  model: { id: 'method', name: 'Method', kind: null, huggingface: null, params: null },
  value: 0.7,
  headline: true,
  flags: [],
  protocol: { id: 'fixed', statement: 'Cut at 0.5.', differences: [] },
  source: { id: 'table', title: 'A Method', url: 'https://example.org', place: 'T1', paper: null },
  recomputed: null,
}
const subsets = ['a', 'b', 'group', 'all'].map((id) => ({ id, name: id }))
const whole = true

test('the parts of a number are what it is the mean of, else the groups, else all subsets', () => {
  const headline = { subset: 'all', metric: 'f1', onBoard: true } as const
  const ofAll = { subset: 'all', of: ['a', 'b'], whole }
  const ofGroup = { subset: 'group', of: ['a'], whole }
  expect(partsOf({ headline, subsets, averages: [ofGroup, ofAll] })).toEqual(['a', 'b'])
  expect(partsOf({ headline, subsets, averages: [ofGroup] })).toEqual(['group'])
  expect(partsOf({ headline, subsets, averages: [] })).toEqual(['a', 'b', 'group'])
})

test('parts go to the number of the same model, protocol, source and candidates', () => {
  const part = { ...ROW, subset: { id: 'a', name: 'A' }, value: 0.8 }
  const tuned = { ...part, protocol: { ...ROW.protocol, id: 'tuned' }, value: 0.9 }
  const ofEight = { ...part, candidates: 8, value: 0.6 }
  const [report] = withParts([ROW], [part, tuned, ofEight])
  expect([...(report?.parts ?? [])]).toEqual([['a', 0.8]])
})

test('a run whose value is undefined stands beside no number', () => {
  const recomputed = { run: 'run_0000000000000000', policy: 'fixed:0.5', value: 0.6 }
  expect(recomputedOf({ recomputed })).toEqual(recomputed)
  expect(recomputedOf({ recomputed: { ...recomputed, value: null } })).toBeUndefined()
  expect(recomputedOf({ recomputed: null })).toBeUndefined()
})

test('a gap says which way it goes, and nothing that rounds away', () => {
  expect(gapWords(0.75, 0.7)).toBe('reported 5.0 higher')
  expect(gapWords(0.7, 0.721)).toBe('reported 2.1 lower')
  expect(gapWords(0.7, 0.7003)).toBe('as reported')
})

test('values are written as their metric is', () => {
  expect(reportedValue('f1', 0.735)).toBe('73.5')
  expect(reportedValue('tokens_per_step', 1234)).toBe('1,234')
  expect(reportedValue('seconds_per_solution', 16.6)).toBe('16.6')
  expect(reportedValue('seconds_per_example', 0.060819)).toBe('0.06')
})

test('flags and protocols are told in words', () => {
  const flag = { id: 'average_differs', text: 'Differs.', recomputed: 0.6 }
  expect(flagWords(flag)).toBe('parts give 60.0')
  expect(flagWords({ ...flag, id: 'missing_counted_as_zero' })).toBe(
    'missing parts count as 0; 60.0 without',
  )
  expect(flagWords({ ...flag, id: 'computed_here', recomputed: null })).toBe('averaged here')
  expect(protocolWords(ROW.protocol)).toBe('Cut at 0.5.')
  const differences = ['One.', 'Two.'].map((text) => ({ id: text, text }))
  expect(protocolWords({ ...ROW.protocol, differences })).toBe('One. Two.')
})
