import { expect, test } from 'vitest'
import { MAX_ISSUES } from '#schema/error.ts'
import { type Predictions, predictionReader } from '#schema/prediction.ts'
import { parseScoreKind } from '#schema/score-kind.ts'

const items = [
  { id: 'a', lengths: [5, 5] },
  { id: 'b', lengths: [5] },
]
const GOOD = '{"id":"a","scores":[0.9,null]}\n{"id":"b","scores":[0]}'

function read(text: string, scoreKind = 'probability', allowMissing = false) {
  const kind = parseScoreKind(scoreKind)
  if (!kind) throw new Error(scoreKind)
  const reader = predictionReader(items, { scoreKind: kind, allowMissing })
  for (const line of text.split('\n')) reader.line(line)
  return reader.finish()
}

function scores(predictions: Predictions) {
  return Object.fromEntries(
    Array.from(predictions.byItem, ([id, given]) => [
      id,
      given.kind === 'scores' ? [...given.scores] : given.votes,
    ]),
  )
}

test('reads a line an item, null as a missing score, and ignores other keys', () => {
  const result = read(`${GOOD.replace('{', '{"note":"x",')}\n\n`)
  expect(result.status === 'ok' && scores(result.predictions)).toEqual({ a: [0.9, NaN], b: [0] })
})

test('reads votes', () => {
  const result = read('{"id":"a","verdicts":[1,-1,null]}\n{"id":"b","verdicts":[0]}')
  expect(result.status === 'ok' && result.predictions.kind).toBe('verdicts')
  expect(result.status === 'ok' && scores(result.predictions)).toEqual({
    a: [{ kind: 'at', step: 1 }, { kind: 'none' }, { kind: 'unparsed' }],
    b: [{ kind: 'at', step: 0 }],
  })
})

test.for([
  ['a missing item', '{"id":"a","scores":[1,1]}', 'b', 'id', 'no prediction'],
  ['an extra item', `${GOOD}\n{"id":"c","scores":[1]}`, 'c', 'id', 'No such item'],
  ['a duplicate item', `${GOOD}\n{"id":"b","scores":[1]}`, 'b', 'id', 'already given'],
  ['too few scores', GOOD.replace('0.9,null', '0.9'), 'a', 'scores', '1 scores for 2 steps'],
  ['too many scores', GOOD.replace('[0]', '[0,1]'), 'b', 'scores', '2 scores for 1 steps'],
  ['NaN', GOOD.replace('0.9', 'NaN'), undefined, '', 'NaN and Infinity are not'],
  ['infinity', GOOD.replace('0.9', '1e999'), 'a', 'scores.0', 'finite number'],
  ['a string for a number', GOOD.replace('0.9', '"0.9"'), 'a', 'scores.0', 'finite number'],
  ['a score out of range', GOOD.replace('0.9', '1.5'), 'a', 'scores.0', 'outside 0 to 1'],
  ['a cut line', GOOD.slice(0, -4), undefined, '', 'Not a line of JSON'],
  [
    'scores and verdicts',
    GOOD.replace('"a",', '"a","verdicts":[1],'),
    'a',
    '',
    'scores (or draws) or',
  ],
  ['neither', GOOD.replace('"scores":[0]', '"x":0'), 'b', '', 'or verdicts'],
  ['a vote that is no step', '{"id":"a","verdicts":[-2]}', 'a', 'verdicts.0', 'Write a step index'],
  ['no id', '{"scores":[1]}', undefined, 'id', 'expected string'],
  ['a bare number', '3', undefined, '', 'expected object'],
  [
    'a mixed file',
    '{"id":"a","scores":[1,1]}\n{"id":"b","verdicts":[0]}',
    'b',
    'verdicts',
    'a run is one',
  ],
] as const)('refuses %s, and names it', ([, text, item, field, message]) => {
  const result = read(text)
  if (result.status === 'ok') throw new Error('was accepted')
  const found = result.issues.filter((issue) => issue.item === item && issue.field === field)
  expect(found.map((issue) => issue.message).join()).toContain(message)
})

test('lists what is wrong up to a bound', () => {
  const result = read(
    Array.from({ length: 500 }, (_, i) => `{"id":"x${i}","scores":[1]}`).join('\n'),
  )
  expect(result.status === 'refused' && result.issues.length).toBe(MAX_ISSUES)
})

test('allows a missing item where it may be missing', () => {
  expect(read('{"id":"b","scores":[1]}', 'probability', true).status).toBe('ok')
})

test.for([
  ['bounded:-1,1', -1, true],
  ['bounded:-1,1', -1.1, false],
  ['unbounded', -1e300, true],
  ['probability', 1, true],
  ['probability', -0.1, false],
] as const)('%s takes %d: %s', ([kind, score, taken]) => {
  expect(read(GOOD.replace('0.9', String(score)), kind).status).toBe(taken ? 'ok' : 'refused')
})

test.for(['bounded:1,0', 'bounded:0', 'bounded:a,b', 'logit'])('%s is no score kind', (text) => {
  expect(parseScoreKind(text)).toBeUndefined()
})
