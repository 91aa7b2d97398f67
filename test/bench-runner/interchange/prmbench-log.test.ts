import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { StepScores } from '#schema/prediction-line.ts'
import { hasSharedData } from '../../shared-data.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, tinyBenchmark } from '../tiny-benchmark.ts'
import { problemsOf } from './refused-rows.ts'
import { made, MODEL, parseRows, predictionsOf } from './run-folder.ts'

/** Two items of the redundancy class: three steps of which the second is wrong, and one step. */
function steps(): string {
  const changes = {
    kind: 'step_labels',
    subsets: [{ id: 'redundency', name: 'Redundancy' }],
    tuningSubset: undefined,
    files: { redundency: 'redundency.json' },
    fields: { id: 'id', problem: 'q', steps: 's', labels: 'wrong' },
    noError: undefined,
  }
  return tinyBenchmark(changes, {
    redundency: [
      { id: 'red_1', q: 'p', s: ['x', 'y', 'z'], wrong: [1] },
      { id: 'red_2', q: 'q', s: ['x'], wrong: [] },
    ],
  })
}

function logged(idx: string, scores: readonly unknown[], labels?: readonly unknown[]) {
  return {
    idx,
    scores: {
      step_level_validity_scores: scores,
      ...(labels && { step_level_validity_labels: labels }),
    },
  }
}

const RIGHT = logged('red_1', [0.9, 0.5, 0.6], [true, false, true])

test('reads scores that give the labels beside them; an item that is not valid is missing', async () => {
  // 0.5 is not above 0.5: the second step is flagged, as its label says
  const folder = await made(importing([RIGHT, { idx: 'red_2', validity: false }]), 3)
  expect(predictionsOf(folder)['predictions/redundency.jsonl']).toBe(
    '{"id":"red_1","scores":[0.9,0.5,0.6]}\n{"id":"red_2","scores":[null],"error":"The file has no prediction for this item"}\n',
  )
  expect(await stepmark(['validate', folder])).toMatchObject({ code: 0 })
})

test('keeps redundancy as a channel, whose labels are score > 0.15', async () => {
  const redundancy = {
    step_level_redundancy_scores: [0.1, 0.2, 0.15],
    step_level_redundancy_labels: [0, 1, 0],
  }
  const row = { ...RIGHT, scores: { ...RIGHT.scores, ...redundancy } }
  const folder = await made(importing([row, logged('red_2', [1], [1])]))
  expect(predictionsOf(folder)['predictions/redundency.jsonl']).toContain(
    '"channels":{"redundancy":[0.1,0.2,0.15]}',
  )
})

test.for([
  [logged('red_1', [0.9, 0.5, 0.6], [1, 1, 1]), 'labels.1: true; fixed:0.5 makes false of 0.5'],
  [logged('red_1', [0.9, 0.5, 0.6], [1, 0]), 'step_level_validity_labels: 2 labels for 3 scores'],
  [logged('red_1', [0.9, 0.5, 0.6, 1], [1, 0, 1, 1]), 'scores: 4 scores for 3 steps'],
  [
    logged('red_1', [0.9, 'x', 0.6], [1, 0, 1]),
    'scores.step_level_validity_scores.1: Write a finite',
  ],
  [logged('red_9', [1], [1]), 'red_9: idx: No such item'],
  [{ idx: 'red_1', validity: true }, 'No scores; labels alone cannot be recomputed'],
  [
    { ...RIGHT, scores: { ...RIGHT.scores, step_level_redundancy_labels: [0, 0, 0] } },
    'No scores of redundancy to these labels',
  ],
  [
    {
      ...RIGHT,
      scores: {
        ...RIGHT.scores,
        step_level_redundancy_scores: [0.1, 0.1, 0.1],
        step_level_redundancy_labels: [0, 0, 1],
      },
    },
    'step_level_redundancy_labels.2: true; fixed:0.15 makes false of 0.1',
  ],
] as const)('refuses %j', async ([row, problem]) => {
  const about = { format: 'prmbench', benchmark: steps(), rule: 'fixed:0.5' }
  expect(await problemsOf(row, about)).toContain(problem)
})

test('refuses labels where nothing says how they were made', async () => {
  const about = {
    format: 'prmbench',
    benchmark: steps(),
    scoreKind: { kind: 'unbounded' },
  } as const
  const problem = 'No rule says how they were made of the scores; give --rule or --cut'
  expect(await problemsOf(RIGHT, about)).toContain(problem)
})

test('takes the rule of another wrapper, such as a score 0.05 below the one before', async () => {
  // first score as it is, then the differences: 0.9, -0.04, -0.06
  const rows = [logged('red_1', [0.9, 0.86, 0.8], [1, 1, 0]), logged('red_2', [0.1], [1])]
  const rule = ['--rule', 'delta>fixed:-0.05']
  const folder = await made(importing(rows, ...rule))
  expect(predictionsOf(folder)['predictions/redundency.jsonl']).toContain('[0.9,0.86,0.8]')
  const { stderr } = await stepmark([...importing(rows), ['--output', temporaryFolder()]])
  expect(stderr).toContain(
    'red_1: scores.step_level_validity_labels.2: false; fixed:0.5 makes true',
  )
})

test('of rows of one item the first counts, and rows without labels are told', async () => {
  const rows = [RIGHT, logged('red_1', [0, 0, 0]), logged('red_2', [1])]
  const output = ['--output', temporaryFolder()]
  const { code, stdout, stderr } = await stepmark([...importing(rows), output])
  expect(code).toBe(0)
  expect(predictionsOf(stdout.trim())['predictions/redundency.jsonl']).toContain('[0.9,0.5,0.6]')
  expect(stderr).toContain('warning: 1 rows repeat an earlier one, which counts')
  expect(stderr).toContain('warning: 1 rows have no labels to check the scores by')
})

describe.skipIf(!hasSharedData)('with the scores of a real model', () => {
  const LONG = { timeout: 180_000 }
  const path = '../shared/data/scores/prmbench/r-prm.jsonl.gz'
  const Line = z.object({ id: z.string(), scores: StepScores })
  const lines = () =>
    parseRows(gunzipSync(readFileSync(path)).toString()).map((line) => Line.parse(line))
  const benchmark = ['prmbench', '--benchmark-data', '../shared/data/prmbench']

  test('a log with its rule, score >= 0.61, gives back every score', LONG, async () => {
    // votes of ten: 0.61 or more is above 0.605
    const scored = lines()
    const rows = scored.map(({ id, scores }) =>
      logged(
        id,
        scores,
        scores.map((score) => score !== null && score >= 0.61),
      ),
    )
    const about = ['--from', 'prmbench', '--benchmark', ...benchmark, ...MODEL]
    const wrong = ['import', '-q', about, predictionsFile(rows), '--output', temporaryFolder()]
    const refused = await stepmark(wrong)
    expect(refused.stderr).toContain('false; fixed:0.5 makes true of 0.6')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    const folder = await made([
      'import',
      '-q',
      about,
      '--rule',
      'fixed:0.605',
      predictionsFile(rows),
    ])
    const back = Object.values(predictionsOf(folder)).flatMap(parseRows)
    expect(new Set(back.map((line) => JSON.stringify(line)))).toEqual(
      new Set(scored.map(({ id, scores }) => JSON.stringify({ id, scores }))),
    )
  })
})

function importing(rows: readonly object[], ...options: readonly string[]) {
  const about = ['--from', 'prmbench', '--benchmark', steps(), ...MODEL, ...options]
  return ['import', '-q', ...about, predictionsFile(rows)]
}
