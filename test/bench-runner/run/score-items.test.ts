import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { FirstErrorItem } from '#schema/item.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { at, NONE } from '#schema/verdict.ts'
import type { Judgement, StepScorer } from '../../../bench-runner/backends/step-scorer.ts'
import { openPredictionLog, predictionsPath } from '../../../bench-runner/run/prediction-log.ts'
import { scoreItems } from '../../../bench-runner/run/score-items.ts'
import { trajectoriesOf } from '../../../bench-runner/run/trajectories.ts'
import { temporaryFolder } from '../stepmark.ts'

const ITEMS = [
  toScore({ id: 'a', subset: 's', problem: 'p', steps: ['x', 'y'], label: at(1) }),
  toScore({ id: 'b', subset: 's', problem: 'p', steps: ['x'], label: NONE }),
  toScore({ id: 'c', subset: 's', problem: 'p', steps: ['x'], label: NONE }),
]
const scoreKind = { kind: 'probability' } as const

function toScore(item: FirstErrorItem) {
  const { id, subset } = item
  const expected = kindOf('first_error').expectedOf(item)
  return { id, subset, expected, trajectories: trajectoriesOf(item) }
}

/** A model that answers what it is told to. */
function standIn(answers: readonly Judgement[], seen: object[] = []): StepScorer {
  return {
    predictions: 'scores',
    describe: () => ({ backend: { kind: 'stand-in', version: '1' } }),
    async *score(trajectories) {
      for await (const trajectory of trajectories) seen.push(trajectory)
      yield* answers
    },
  }
}

function scored(id: string, scores: readonly number[]): Judgement {
  return { status: 'scored', line: { id, scores: [...scores] } }
}

async function score(folder: string, scorer: StepScorer, signal = new AbortController().signal) {
  const log = openPredictionLog(folder, { items: ITEMS, scoreKind })
  const tally = await scoreItems(ITEMS, { scorer, log, scoreKind, onProgress: () => {}, signal })
  await log.finish()
  log.close()
  return { tally, text: readFileSync(predictionsPath(folder, 's'), 'utf8') }
}

test('shows the model no label', async () => {
  const seen: object[] = []
  await score(temporaryFolder(), standIn([], seen))
  expect(seen).toHaveLength(3)
  expect(seen[0]).toEqual({ id: 'a', subset: 's', problem: 'p', steps: ['x', 'y'] })
})

test('takes answers in any order and writes them in canonical order', async () => {
  const answers = [scored('c', [0.25]), scored('a', [1, 0]), scored('b', [0.5])]
  expect(await score(temporaryFolder(), standIn(answers))).toEqual({
    tally: { total: 3, done: 3, failed: 0 },
    text: '{"id":"a","scores":[1,0]}\n{"id":"b","scores":[0.5]}\n{"id":"c","scores":[0.25]}\n',
  })
})

test('counts what failed, what does not fit and what never came', async () => {
  const { tally, text } = await score(
    temporaryFolder(),
    standIn([{ status: 'failed', id: 'a', reason: 'out of memory' }, scored('b', [2])]),
  )
  expect(tally).toEqual({ total: 3, done: 3, failed: 3 })
  expect(text.split('\n').map((line) => line && JSON.parse(line))).toEqual([
    { id: 'a', scores: [null, null], error: 'out of memory' },
    { id: 'b', scores: [null], error: expect.stringContaining('2 is outside 0 to 1') },
    { id: 'c', scores: [null], error: 'The backend gave no answer' },
    '',
  ])
})

test('passes over answers about other items and second answers', async () => {
  const answers = [scored('x', [1]), scored('b', [1]), scored('b', [0]), scored('c', [1])]
  const { tally, text } = await score(temporaryFolder(), standIn([...answers, scored('a', [1, 1])]))
  expect(tally.failed).toBe(0)
  expect(text).toContain('{"id":"b","scores":[1]}')
})

test('tries again what failed, and only that', async () => {
  const folder = temporaryFolder()
  await score(folder, standIn([scored('a', [1, 1]), scored('b', [1])]))
  const seen: { id?: string }[] = []
  const { tally, text } = await score(folder, standIn([scored('c', [0.5])], seen))
  expect(seen.map(({ id }) => id)).toEqual(['c'])
  expect(tally).toEqual({ total: 3, done: 3, failed: 0 })
  expect(text.endsWith('{"id":"c","scores":[0.5]}\n')).toBe(true)
})

test('keeps what came before an interruption', async () => {
  const controller = new AbortController()
  const scorer: StepScorer = {
    ...standIn([]),
    async *score() {
      yield scored('b', [1])
      controller.abort()
      yield scored('c', [1])
      throw new Error('It was asked to go on')
    },
  }
  const { tally, text } = await score(temporaryFolder(), scorer, controller.signal)
  expect(tally).toEqual({ total: 3, done: 2, failed: 0 })
  expect(text).toBe('{"id":"b","scores":[1]}\n{"id":"c","scores":[1]}\n')
})
