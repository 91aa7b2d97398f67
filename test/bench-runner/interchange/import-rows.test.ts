import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, tinyBenchmark } from '../tiny-benchmark.ts'
import { tinyPool } from '../tiny-pool.ts'
import { problemsOf } from './refused-rows.ts'
import { made, MODEL, predictionsOf } from './run-folder.ts'

const EEE = {
  schema_version: '0.3.0',
  evaluation_id: 'theirs/1',
  model_id: 'lab/prm',
  evaluation_name: 'tiny.left',
  sample_id: 'left-1',
  interaction_type: 'single_turn',
  input: { raw: 'Problem: p', reference: ['1'] },
  output: { raw: ['{"step_scores": [0.98, 0.12], "threshold": 0.5}'] },
  answer_attribution: [terminal('1')],
  evaluation: { score: 1, is_correct: true },
  metadata: { label: '1', step_scores: '[0.98,0.12]' },
}
const TURNS = {
  ...EEE,
  interaction_type: 'multi_turn',
  output: null,
  messages: [
    { turn_idx: 0, role: 'user', content: 'Problem: p' },
    { turn_idx: 1, role: 'assistant', content: 'a' },
    { turn_idx: 2, role: 'assistant', content: 'b' },
  ],
  answer_attribution: [scored(1, '0.98'), scored(2, '1.2e-1'), terminal('1')],
  metadata: { label: '1' },
}
const LM_EVAL = {
  doc_id: 0,
  doc: { id: 'left-1', problem: 'p', steps: ['a', 'b'], label: 1 },
  target: '1',
  resps: [['[0.98, 0.12]']],
  filtered_resps: ['1'],
  target_hash: createHash('sha256').update('1').digest('hex'),
}
test.for([
  ['eee', 'scores as JSON in the output', EEE],
  ['eee', 'scores as JSON in the metadata', { ...EEE, output: { raw: ['free text'] } }],
  ['eee', 'scores of messages', TURNS],
  [
    'eee',
    'scores of messages in another order',
    { ...TURNS, messages: TURNS.messages.toReversed() },
  ],
  ['lm-eval', 'scores as JSON', LM_EVAL],
  ['lm-eval', 'scores as they are', { ...LM_EVAL, resps: [[[0.98, 0.12]]], target: 1 }],
] as const)('%s: reads %s of other makers', async ([format, , row]) => {
  const folder = await made(importing(format, [row]), 3)
  expect(predictionsOf(folder)['predictions/left.jsonl']).toBe(
    '{"id":"left-1","scores":[0.98,0.12]}\n{"id":"left-2","scores":[null,null],"error":"The file has no prediction for this item"}\n',
  )
  expect(await stepmark(['validate', folder])).toMatchObject({ code: 0 })
})

test.for([
  ['eee', { ...EEE, output: { raw: ['text'] }, metadata: null }],
  ['lm-eval', { ...LM_EVAL, resps: [['1']] }],
] as const)('%s: reads a verdict', async ([format, row]) => {
  const folder = await made(importing(format, [row]), 3)
  expect(predictionsOf(folder)['predictions/left.jsonl']).toContain(
    '{"id":"left-1","verdicts":[1]}\n',
  )
})

test.for([
  ['eee', '{', 'Not JSON'],
  ['eee', { ...EEE, model_id: 'lab/other' }, 'left-1: model_id: Of lab/other, not of lab/prm'],
  ['eee', { ...EEE, sample_id: 'left-9' }, 'left-9: sample_id: No such item'],
  ['eee', { ...EEE, sample_hash: 'f'.repeat(64) }, 'sample_hash: Not the hash of the input'],
  [
    'eee',
    { ...EEE, input: { raw: '', reference: ['0'] } },
    'input.reference: ["0"]; this label set says ["1"]',
  ],
  ['eee', { ...EEE, input: undefined }, 'input: Invalid input'],
  ['eee', { ...EEE, output: { raw: ['{"step_scores":[0.5]}'] } }, 'scores: 1 scores for 2 steps'],
  [
    'eee',
    { ...EEE, output: { raw: ['{"step_scores":[0.5,7]}'] } },
    'scores.1: 7 is outside 0 to 1',
  ],
  [
    'eee',
    { ...EEE, output: { raw: ['{"step_scores":[]}', 'x'] } },
    'output.raw.1: No JSON with step_scores',
  ],
  [
    'eee',
    { ...EEE, output: { raw: [] }, metadata: { step_scores: 'x' } },
    'metadata.step_scores: No JSON list',
  ],
  [
    'eee',
    { ...EEE, output: { raw: [] }, metadata: {}, answer_attribution: [] },
    'No step scores and no verdict',
  ],
  [
    'eee',
    { ...EEE, output: { raw: [] }, metadata: {}, answer_attribution: [terminal('two')] },
    'answer_attribution.0.extracted_value',
  ],
  [
    'eee',
    { ...TURNS, messages: TURNS.messages.slice(1) },
    'messages: 1 messages after the problem for 2 steps',
  ],
  [
    'eee',
    {
      ...TURNS,
      messages: [...TURNS.messages.slice(0, 2), { turn_idx: 2, role: 'assistant', content: 'c' }],
    },
    'messages.2: Not the text of step 1',
  ],
  [
    'eee',
    { ...TURNS, answer_attribution: [scored(1, 'NaN')] },
    'answer_attribution.0.extracted_value: "NaN" is no finite number',
  ],
  ['eee', { ...TURNS, answer_attribution: [scored(1, '1e999')] }, 'is no finite number'],
  [
    'eee',
    { ...TURNS, answer_attribution: [scored(0, '1')] },
    'answer_attribution.0.turn_idx: Turn 0 is no step',
  ],
  [
    'eee',
    { ...TURNS, answer_attribution: [scored(1, '1'), scored(1, '1')] },
    'answer_attribution.1.turn_idx: Turn 1 is no step, or has a score already',
  ],
  [
    'eee',
    { ...TURNS, metadata: { stepmark_prediction: '{"id":"left-1","scores":[0.98,0.5]}' } },
    'metadata.stepmark_prediction: Does not give the scores',
  ],
  [
    'eee',
    { ...TURNS, metadata: { stepmark_prediction: '{"id":"left-2","scores":[0.98,0.12]}' } },
    'metadata.stepmark_prediction: id: No such item',
  ],
  ['lm-eval', { ...LM_EVAL, target: '0' }, 'target_hash: Not the hash of the target'],
  [
    'lm-eval',
    { ...LM_EVAL, target: '0', target_hash: undefined },
    'target: "0"; this label set says "1"',
  ],
  [
    'lm-eval',
    { ...LM_EVAL, doc: { id: 'left-1', steps: ['a'] } },
    'doc.steps: Not the steps of the item',
  ],
  [
    'lm-eval',
    { ...LM_EVAL, resps: [['the second']] },
    'resps.0: Neither one JSON list of step scores nor verdicts',
  ],
  ['lm-eval', { ...LM_EVAL, resps: [['[1]'], ['[1]']] }, 'resps: 2 requests for 1 solutions'],
  ['lm-eval', { ...LM_EVAL, resps: [] }, 'resps: '],
  [
    'prmbench',
    { idx: 'left-1', scores: { step_level_validity_labels: [true] } },
    'step_level_validity_scores: No scores; labels alone',
  ],
] as const)('%s: refuses %j', async ([format, row, problem]) => {
  expect(await problemsOf(row, { format, benchmark: tinyBenchmark() })).toContain(problem)
})

test('a refusal names file, line, item and field of every problem, and nothing is written', async () => {
  const output = temporaryFolder()
  const one = predictionsFile([EEE, { ...EEE, model_id: 'lab/other' }])
  const two = predictionsFile([{ ...EEE, sample_id: 'left-9' }])
  const args = ['--from', 'eee', '--benchmark', tinyBenchmark(), ...MODEL, '--output', output]
  const { code, stdout, stderr } = await stepmark(['import', args, one, two])
  expect(stderr).toBe(
    [
      'error: Nothing was imported; there are rows that cannot be read as eee',
      `  line 2: left-1: model_id: Of lab/other, not of lab/prm (${one})`,
      `  line 1: left-9: sample_id: No such item in this benchmark revision (${two})`,
      '',
    ].join('\n'),
  )
  expect({ code, stdout, written: readdirSync(output) }).toEqual({
    code: 1,
    stdout: '',
    written: [],
  })
})

test('a refusal shows no control characters, and of a long text its beginning', async () => {
  const about = { format: 'eee', benchmark: tinyBenchmark() }
  const row = { ...EEE, model_id: `\u001b[2J${'x'.repeat(1000)}`, sample_id: 'y'.repeat(1000) }
  const problem = await problemsOf(row, about)
  expect(problem).not.toContain('\u001b')
  expect(problem).toContain('Of \ufffd[2Jxxx')
  expect(problem).not.toContain('x'.repeat(300))
  expect(problem).not.toContain('y'.repeat(301))
})

test('rows of one item must say the same', async () => {
  const same = await made(importing('eee', [EEE, TURNS, EEE]), 3)
  expect(predictionsOf(same)['predictions/left.jsonl']).toContain('[0.98,0.12]')
  const other = { ...EEE, output: { raw: ['{"step_scores":[0.98,0.13]}'] } }
  const { stderr, code } = await stepmark(importing('eee', [EEE, other]))
  expect(stderr).toContain('line 2: left-1: Another row of this item says otherwise')
  expect(code).toBe(1)
})

test('scores and verdicts do not mix', async () => {
  const verdict = {
    ...LM_EVAL,
    doc: { id: 'left-2' },
    target: '-1',
    target_hash: undefined,
    resps: [['-1']],
  }
  const { stderr, code } = await stepmark(importing('lm-eval', [LM_EVAL, verdict]))
  expect(stderr).toContain('some rows hold scores and some verdicts')
  expect(code).toBe(1)
})

test('a pool takes one output a candidate', async () => {
  const raw = ['{"step_scores":[0.5,0.5]}', '{"step_scores":[0.5,null]}']
  const row = { ...EEE, sample_id: 'p-1', input: { raw: '', reference: ['1'] } }
  const pool = ['--benchmark-data', tinyPool()]
  const args = (rows: readonly object[]) => importing('eee', rows, 'best-of-n', ...pool)
  const folder = await made(args([{ ...row, output: { raw } }]), 3)
  expect(predictionsOf(folder)['predictions/all.jsonl']).toContain('[[0.5,0.5],[0.5,null]]')
  const one = await stepmark(args([{ ...row, output: { raw: raw.slice(1) } }]))
  expect(one.stderr).toContain('output.raw: 1 outputs with scores for 2 solutions')
  const turns = await stepmark(args([{ ...row, interaction_type: 'multi_turn' }]))
  expect(turns.stderr).toContain('interaction_type: The candidates of a pool are one output each')
})

test.for([
  [['--from', 'eee', 'x.jsonl'], '--from needs --benchmark, --model and --kind'],
  [['--from', 'eee', '-b', 'stepmark-mini', '-m', 'a/b', 'x.jsonl'], 'Say what a/b is with --kind'],
  [['--from', 'eee', '-b', 'stepmark-mini', ...MODEL], 'Give the files to read'],
  [['--from', 'eee', ...MODEL, ...MODEL, 'x.jsonl'], 'The files are of one --model'],
  [['--from', 'eee', '--data', 'x', 'x.jsonl'], '--data is for --source; leave it out'],
  [['--from', 'csv', 'x.jsonl'], 'Allowed choices are eee, lm-eval, prmbench, processbench'],
  [['--from', 'prmbench', '--rule', 'oracle', 'x.jsonl'], 'Write fixed:<t>'],
] as const)('refuses %s as wrong usage', async ([args, message]) => {
  const { code, stderr } = await stepmark(['import', args])
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('a file that is not there, or that says nothing, is refused', async () => {
  const absent = ['import', ['--from', 'eee', '-b', tinyBenchmark()], [...MODEL, 'none.jsonl']]
  expect((await stepmark(absent)).stderr).toContain('No such file: none.jsonl')
  const { stderr } = await stepmark(importing('eee', []))
  expect(stderr).toContain('Nothing was imported: no row has a prediction of tiny')
})

function importing(
  format: string,
  rows: readonly (object | string)[],
  benchmark = tinyBenchmark(),
  ...options: readonly string[]
): readonly (string | readonly string[])[] {
  const about = ['--from', format, '--benchmark', benchmark, ...MODEL, ...options]
  return ['import', '-q', about, predictionsFile(rows)]
}

function scored(turn_idx: number, extracted_value: string) {
  const source = `messages[${turn_idx}].content`
  const extraction_method = 'prm_step_score'
  return { turn_idx, source, extracted_value, extraction_method, is_terminal: false }
}

function terminal(extracted_value: string) {
  const extraction_method = 'first_step_score_lt_threshold'
  return {
    turn_idx: 0,
    source: 'output.raw',
    extracted_value,
    extraction_method,
    is_terminal: true,
  }
}
