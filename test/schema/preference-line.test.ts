import { expect, test } from 'vitest'
import { predictionReader, type ScoredItem } from '#schema/prediction.ts'
import { joinCompared, type PredictionLine } from '#schema/prediction-line.ts'

const PREFERENCE = { id: 'c', compared: [2, 1, 1] }

function read(line: object) {
  const reader = predictionReader([PREFERENCE], { scoreKind: { kind: 'probability' } })
  reader.line(JSON.stringify(line))
  return reader.finish()
}

function scored(line: object): ScoredItem {
  const result = read(line)
  if (result.status === 'refused') throw new Error(JSON.stringify(result.issues))
  const [prediction] = result.predictions.byItem.values()
  if (prediction?.kind !== 'scores') throw new Error('Not scored')
  return prediction
}

test('scores of a preference are those of the chosen one and of each rejected one', () => {
  const { scores, draws, channels } = scored({
    id: 'c',
    draws: [
      { chosen: 0.5, rejected: [0.25, null] },
      { chosen: 1, rejected: [0.75, null] },
    ],
    channels: { progress: { chosen: 7, rejected: [8, 9] } },
  })
  // The means of the draws: (0.5 + 1) / 2, (0.25 + 0.75) / 2, none
  expect([...scores]).toEqual([0.75, 0.5, Number.NaN])
  expect(draws.map((draw) => [...draw])).toEqual([
    [0.5, 0.25, Number.NaN],
    [1, 0.75, Number.NaN],
  ])
  expect([...(channels['progress'] ?? [])]).toEqual([7, 8, 9])
  const given = scored({ id: 'c', chosen: null, rejected: [1, null] })
  expect([...given.scores]).toEqual([Number.NaN, 1, Number.NaN])
})

test.for([
  [{ chosen: 1, rejected: [1] }, 'rejected', '1 scores for 2 rejected ones'],
  [{ chosen: 1, rejected: [1, 0, 0] }, 'rejected', '3 scores for 2 rejected ones'],
  [{ chosen: 2, rejected: [1, 0] }, 'chosen', '2 is outside 0 to 1'],
  [{ chosen: 1, rejected: [1, -1] }, 'rejected.1', '-1 is outside 0 to 1'],
  [{ chosen: 'x', rejected: [1, 1] }, 'chosen', 'Write a finite number, or null'],
  [{ chosen: 1 }, '', 'Give chosen and rejected together'],
  [{ rejected: [1, 1] }, '', 'Give chosen and rejected together'],
  [{ scores: [1, 1, 1] }, '', 'Give chosen and rejected, or draws of them'],
  [{ draws: [{ chosen: 1, rejected: [] }] }, 'draws.0.rejected', '0 scores for 2 rejected ones'],
] as const)('refuses %o of a preference', ([line, field, message]) => {
  const result = read({ id: 'c', ...line })
  expect(result).toMatchObject({ status: 'refused' })
  expect(result.status === 'refused' && result.issues).toContainEqual(
    expect.objectContaining({ field, message: expect.stringContaining(message) }),
  )
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

test('one that is compared has its lowest step score, or none where a step has none', () => {
  expect(joinCompared('p', LINES)).toEqual({
    id: 'p',
    chosen: null,
    rejected: [1],
    channels: { redundancy: { chosen: 1, rejected: [3] } },
    draws: [
      { chosen: null, rejected: [1] },
      { chosen: null, rejected: [1] },
    ],
    text: ['why', 'because'],
  })
  expect(joinCompared('p', [{ id: 'p/0', scores: [0.5, 0.25] }, undefined])).toEqual({
    id: 'p',
    chosen: 0.25,
    rejected: [null],
  })
})
