import { expect, test } from 'vitest'
import { type ExpectedItem, predictionReader, type ScoredItem } from '#schema/prediction.ts'
import {
  joinCandidates,
  type PoolPredictionLine,
  type PredictionLine,
} from '#schema/prediction-line.ts'

/** "aaaa", "bb" and "cccccc", which joined by two line breaks begin at 0, 6 and 10 and end at 16. */
const SOLUTION = { id: 'a', lengths: [4, 2, 6] }
const POOL = { id: 'p', candidates: [2, 1] }

function read(line: object, item: ExpectedItem = SOLUTION) {
  const reader = predictionReader([item], { scoreKind: { kind: 'probability' } })
  reader.line(JSON.stringify(line))
  return reader.finish()
}

function scored(line: object, item?: ExpectedItem): ScoredItem {
  const result = read(line, item)
  if (result.status === 'refused') throw new Error(JSON.stringify(result.issues))
  const [prediction] = result.predictions.byItem.values()
  if (prediction?.kind !== 'scores') throw new Error('Not scored')
  return prediction
}

function issues(line: object, item?: ExpectedItem) {
  const result = read(line, item)
  return result.status === 'ok' ? [] : result.issues.map(({ field, message }) => [field, message])
}

test('keeps channels beside the scores, of any range', () => {
  const { scores, channels, draws } = scored({
    id: 'a',
    scores: [1, 0.5, null],
    channels: { redundancy: [0.1, null, -7], math_error: [3, 4, 5] },
  })
  expect([...scores]).toEqual([1, 0.5, Number.NaN])
  expect([...(channels['redundancy'] ?? [])]).toEqual([0.1, Number.NaN, -7])
  expect([...(channels['math_error'] ?? [])]).toEqual([3, 4, 5])
  expect(draws).toEqual([])
})

test('the score is the mean of the draws that have one', () => {
  const { scores, draws } = scored({
    id: 'a',
    draws: [
      [0.25, null, null],
      [0.5, 0.5, null],
      [0, 0.25, null],
    ],
  })
  // 0.75 / 3, 0.75 / 2, and none of none
  expect([...scores]).toEqual([0.25, 0.375, Number.NaN])
  expect(draws).toHaveLength(3)
})

test('scores that are given stand, whatever the draws', () => {
  expect([...scored({ id: 'a', scores: [1, 1, 1], draws: [[0, 0, 0]] }).scores]).toEqual([1, 1, 1])
})

test('a step has the lowest score of the spans that reach into it', () => {
  // 0-5 covers step 0; 5-9 holds the second line break and step 1 (6-8); 9-12 and 12-16 step 2 (10-16)
  const spans = [
    [0, 5],
    [5, 9],
    [9, 12],
    [12, 16],
  ]
  const { scores } = scored({ id: 'a', spans, scores: [0.9, 0.8, 0.7, 0.6] })
  expect([...scores]).toEqual([0.9, 0.8, 0.6])
})

test('one span over several steps gives each its score', () => {
  // 0-7 reaches a character into step 1, as does 7-16
  const { scores, draws, channels } = scored({
    id: 'a',
    spans: [
      [0, 7],
      [7, 16],
    ],
    draws: [
      [0.2, 0.4],
      [0.4, 0.2],
    ],
    channels: { redundancy: [5, 3] },
  })
  // draws projected: 0.2 0.2 0.4 and 0.4 0.2 0.2
  expect(draws.map((draw) => [...draw])).toEqual([
    [0.2, 0.2, 0.4],
    [0.4, 0.2, 0.2],
  ])
  expect([...scores].map((score) => score.toFixed(12))).toEqual(
    [0.3, 0.2, 0.3].map((score) => score.toFixed(12)),
  )
  expect([...(channels['redundancy'] ?? [])]).toEqual([5, 3, 3])
})

test('a step that no span reaches, or one without a score, has none', () => {
  const spans = [
    [0, 2],
    [2, 4],
    [10, 16],
  ]
  const { scores } = scored({ id: 'a', spans, scores: [0.9, null, 0.5] })
  expect([...scores]).toEqual([Number.NaN, Number.NaN, 0.5])
})

test('offsets count code points, not UTF-16 units', () => {
  const { scores } = scored(
    {
      id: 'a',
      scores: [0.9, 0.1],
      spans: [
        [0, 1],
        [3, 4],
      ],
    },
    { id: 'a', lengths: [Array.from('𝒳').length, 1] },
  )
  expect([...scores]).toEqual([0.9, 0.1])
})

test.for([
  ['overlap', [0, 5], [4, 9], '[4, 9] is empty, or begins before 5'],
  ['in disorder', [4, 9], [0, 3], '[0, 3] is empty, or begins before 9'],
  ['empty', [0, 5], [5, 5], '[5, 5] is empty'],
  ['backwards', [0, 5], [8, 6], '[8, 6] is empty'],
  ['past the end', [0, 5], [5, 17], '[5, 17] ends after the text of 16 characters'],
] as const)('refuses spans that are %s', ([, first, second, message]) => {
  expect(issues({ id: 'a', spans: [first, second], scores: [1, 1] })).toEqual([
    ['spans', expect.stringContaining(message)],
  ])
})

test('takes a span up to the last character', () => {
  expect(issues({ id: 'a', spans: [[0, 16]], scores: [1] })).toEqual([])
})

test.for([
  [{ spans: [[0, 16]], scores: [1, 1, 1] }, 'scores', '3 scores for 1 spans'],
  [{ spans: [[-1, 16]], scores: [1] }, 'spans.0.0', ''],
  [{ spans: [[0.5, 16]], scores: [1] }, 'spans.0.0', ''],
  [{ spans: [], scores: [] }, 'spans', ''],
  [{ scores: [1, 1, 1], channels: { redundancy: [1] } }, 'channels.redundancy', '1 scores for 3'],
  [{ scores: [1, 1, 1], channels: { 'Bad name': [1, 1, 1] } }, 'channels.Bad name', ''],
  [{ scores: [1, 1, 1], channels: { x: [1, 'y', 1] } }, 'channels.x.1', 'finite number'],
  [{ draws: [[1, 1, 1], [1]] }, 'draws.1', '1 scores for 3 steps'],
  [{ draws: [[1, 2, 1]] }, 'draws.0.1', '2 is outside 0 to 1'],
  [{ draws: [] }, 'draws', ''],
  [{ draws: Array(129).fill([1, 1, 1]) }, 'draws', ''],
  [{ draws: [[1, 1, 1]], verdicts: [0] }, '', 'either scores (or draws) or verdicts'],
  [{ scores: [1, 1, 1], channels: many(17) }, 'channels', 'More than 16 channels'],
  [{ scores: [1, 1, 1], text: Array(2001).fill('') }, 'text', ''],
  [{ scores: [1, 1, 1], text: ['x'.repeat(200_001)] }, 'text.0', ''],
] as const)('refuses %o', ([line, field, message]) => {
  const found = issues({ id: 'a', ...line })
  expect(found).toContainEqual([field, expect.stringContaining(message)])
})

test('takes as much as the limits allow', () => {
  const draws = Array(128).fill([1, 1, 1])
  expect(issues({ id: 'a', draws, channels: many(16), text: ['x'.repeat(200_000)] })).toEqual([])
})

test('lays the candidates of a pool end to end, in scores, channels and draws', () => {
  const { scores, channels, draws } = scored(
    {
      id: 'p',
      scores: [[0.5, null], [1]],
      channels: { redundancy: [[7, 8], [9]] },
      draws: [
        [[0, 0.25], [0.5]],
        [[0.75, 1], [null]],
      ],
    },
    POOL,
  )
  expect([...scores]).toEqual([0.5, Number.NaN, 1])
  expect([...(channels['redundancy'] ?? [])]).toEqual([7, 8, 9])
  expect(draws.map((draw) => [...draw])).toEqual([
    [0, 0.25, 0.5],
    [0.75, 1, Number.NaN],
  ])
})

test.for([
  [{ scores: [[1, 1]] }, 'scores', '1 lists of scores for 2 candidates'],
  [{ scores: [[1, 1], [1], [1]] }, 'scores', '3 lists of scores for 2 candidates'],
  [{ scores: [[1, 1], []] }, 'scores.1', '0 scores for 1 steps'],
  [{ scores: [[1, 1.5], [1]] }, 'scores.0.1', '1.5 is outside 0 to 1'],
  [{ scores: [1, 1] }, 'scores.0', 'expected array'],
  [{ scores: [[1, 1], [1]], channels: { x: [[1, 1]] } }, 'channels.x', '1 lists of scores'],
  [{ scores: [[1, 1], [1]], channels: { x: [[1], [1]] } }, 'channels.x.0', '1 scores for 2 steps'],
  [{ draws: [[[1, 1], [2]]] }, 'draws.0.1.0', '2 is outside 0 to 1'],
  [{ verdicts: [0] }, '', 'Give scores, one list a candidate'],
] as const)('refuses %o of a pool', ([line, field, message]) => {
  expect(issues({ id: 'p', ...line }, POOL)).toContainEqual([
    field,
    expect.stringContaining(message),
  ])
})

const LINES: readonly PredictionLine[] = [
  {
    id: 'p/0',
    scores: [0.5, null],
    channels: { redundancy: [1, 2] },
    draws: [
      [0.25, null],
      [0.75, null],
    ],
    text: ['why'],
  },
  { id: 'p/1', scores: [1], channels: { redundancy: [3] }, draws: [[1], [1]], text: ['because'] },
]
const JOINED: PoolPredictionLine = {
  id: 'p',
  scores: [[0.5, null], [1]],
  channels: { redundancy: [[1, 2], [3]] },
  draws: [
    [[0.25, null], [1]],
    [[0.75, null], [1]],
  ],
  text: ['why', 'because'],
}

test('what is said of candidates joins to the line of their problem', () => {
  expect(joinCandidates('p', LINES, POOL.candidates)).toEqual(JOINED)
})

test('a candidate of which nothing is said, or less than of others, has nulls there', () => {
  const [first] = LINES
  const bare = { id: 'p/1', scores: [1] }
  expect(joinCandidates('p', [first, bare], POOL.candidates)).toEqual({
    id: 'p',
    scores: [[0.5, null], [1]],
    channels: { redundancy: [[1, 2], [null]] },
    draws: [
      [[0.25, null], [null]],
      [[0.75, null], [null]],
    ],
    text: ['why', ''],
  })
  expect(joinCandidates('p', [undefined, bare], POOL.candidates)).toEqual({
    id: 'p',
    scores: [[null, null], [1]],
  })
})

test('draws without scores join without scores, so that their mean is the score', () => {
  const joined = joinCandidates(
    'p',
    [
      { id: 'p/0', draws: [[0.25, 0.5]] },
      { id: 'p/1', draws: [[1], [0.5]] },
    ],
    POOL.candidates,
  )
  expect(joined).toEqual({
    id: 'p',
    draws: [
      [[0.25, 0.5], [1]],
      [[null, null], [0.5]],
    ],
  })
  // 0.25 and 0.5 of one draw, 1.5 / 2 of two
  expect([...scored(joined, POOL).scores]).toEqual([0.25, 0.5, 0.75])
})

function many(channels: number) {
  return Object.fromEntries(
    Array.from({ length: channels }, (_, index) => [`c${index}`, [1, 1, 1]]),
  )
}
