import { expect, test } from 'vitest'
import { TINY_LINES, tinyPreference } from '../tiny-preference.ts'
import { problemsOf } from './refused-rows.ts'
import { exported, parseRows, predictionsOf, runOf, thereAndBack } from './run-folder.ts'

/** The second item of `web`, whose scores are 0.5 for the chosen and for the rejected one. */
const EEE = {
  model_id: 'lab/prm',
  sample_id: 'item-1',
  interaction_type: 'single_turn',
  input: { raw: '', reference: ['1'] },
  output: { raw: ['{"step_scores":[0.5]}', '{"step_scores":[0.5]}'] },
  answer_attribution: [],
}
const LM_EVAL = { doc: { id: 'item-1' }, target: '1', resps: [['[0.5]'], ['[0.5]']] }

test.for(['eee', 'lm-eval'] as const)('%s: scores come back byte for byte', async (format) => {
  const benchmark = tinyPreference()
  const folder = await runOf(benchmark, TINY_LINES)
  const back = await thereAndBack(folder, format, [benchmark])
  expect(predictionsOf(back)).toEqual(predictionsOf(folder))
})

test('eee carries channels, draws, texts and attachments, and they come back', async () => {
  const benchmark = tinyPreference()
  const [first, second, third] = TINY_LINES
  const folder = await runOf(benchmark, [
    { ...first, channels: { length: { chosen: 1, rejected: [2, 3] } }, text: ['a', 'b', 'c'] },
    { ...second, attachments: [{ kind: 'critique', candidate: 1, text: 'why' }] },
    { id: third?.id, draws: [third, { chosen: 0.25, rejected: [0.25, 0.75, 0] }] },
  ])
  const back = await thereAndBack(folder, 'eee', [benchmark])
  expect(predictionsOf(back)).toEqual(predictionsOf(folder))
})

test('eee has an output an answer, the chosen one first, and its place', async () => {
  const folder = await runOf(tinyPreference(), TINY_LINES)
  const rows = await samplesOf(folder, 'eee')
  // a tie counts against the chosen one: place 2; the last is behind one of three: place 2
  for (const [index, place] of ['1', '2', '2'].entries()) {
    expect(rows[index]).toMatchObject({
      interaction_type: 'single_turn',
      input: { reference: ['1'] },
      answer_attribution: [
        { extracted_value: place, extraction_method: 'rank', is_terminal: true },
      ],
      evaluation: { score: place === '1' ? 1 : 0, is_correct: place === '1' },
    })
  }
  expect(rows[0]).toMatchObject({
    output: { raw: ['{"step_scores":[0.9]}', '{"step_scores":[0.1]}', '{"step_scores":[null]}'] },
    metadata: { outcome: 'chosen_first' },
  })
})

test('lm-eval has a request an answer, the chosen one first', async () => {
  const folder = await runOf(tinyPreference(), TINY_LINES)
  const rows = await samplesOf(folder, 'lm-eval')
  const first = { target: '1', resps: [['[0.9]'], ['[0.1]'], ['[null]']] }
  expect(rows).toContainEqual(
    expect.objectContaining({ ...first, filtered_resps: ['1'], match: 1 }),
  )
  const tied = { target: '1', resps: [['[0.5]'], ['[0.5]']] }
  expect(rows).toContainEqual(expect.objectContaining({ ...tied, filtered_resps: ['2'], match: 0 }))
  expect(rows).toContainEqual(
    expect.objectContaining({
      doc: expect.objectContaining({ id: 'item-2', chosen: ['type(bus)'], task: '7' }),
    }),
  )
})

test('a chosen answer without a score is last; with nothing rejected there is no place', async () => {
  const rows = [
    { task_id: 1, intent: 'A', history: null, chosen: [{ action: 'a' }], rejected: [] },
    {
      task_id: 2,
      intent: 'B',
      history: null,
      chosen: [{ action: 'a' }],
      rejected: [{ action: 'b' }, { action: 'c' }],
    },
  ]
  const benchmark = tinyPreference(rows.map((row) => ({ ...row, source_name: 'web' })))
  const folder = await runOf(benchmark, [
    { id: 'item-0', chosen: 0.9, rejected: [] },
    { id: 'item-1', chosen: null, rejected: [0.1, 0.2] },
  ])
  expect(await samplesOf(folder, 'eee')).toMatchObject([
    { answer_attribution: [], evaluation: { is_correct: false } },
    { answer_attribution: [{ extracted_value: '3' }], evaluation: { is_correct: false } },
  ])
  expect(await samplesOf(folder, 'lm-eval')).toMatchObject([
    { filtered_resps: ['undecided'], match: 0 },
    { filtered_resps: ['3'], match: 0 },
  ])
})

test.for([
  [
    'eee',
    { ...EEE, output: { raw: ['{"step_scores":[0.5,0.1]}', '{"step_scores":[]}'] } },
    'output.raw.0: 2 scores; an answer of a preference has one',
  ],
  [
    'eee',
    { ...EEE, output: { raw: EEE.output.raw.slice(1) } },
    'output.raw: 1 outputs with scores for 2 solutions',
  ],
  [
    'eee',
    { ...EEE, interaction_type: 'multi_turn' },
    'interaction_type: The answers of a preference are one output each',
  ],
  [
    'eee',
    { ...EEE, input: { raw: '', reference: ['2'] } },
    'input.reference: ["2"]; this label set says ["1"]',
  ],
  [
    'lm-eval',
    { ...LM_EVAL, resps: [['[0.5,0.1]'], ['[]']] },
    'resps.0: 2 scores; an answer of a preference has one',
  ],
  ['lm-eval', { ...LM_EVAL, resps: [['[0.5]']] }, 'resps: 1 requests for 2 solutions'],
  ['lm-eval', { ...LM_EVAL, resps: [['[0.5]'], ['[7]']] }, '7 is outside 0 to 1'],
] as const)('%s: refuses %j', async ([format, row, problem]) => {
  expect(await problemsOf(row, { format, benchmark: tinyPreference() })).toContain(problem)
})

async function samplesOf(folder: string, format: 'eee' | 'lm-eval'): Promise<unknown[]> {
  const files = await exported(folder, format, '--organization', 'A lab')
  return [...files].filter(([path]) => /samples/.test(path)).flatMap(([, text]) => parseRows(text))
}
