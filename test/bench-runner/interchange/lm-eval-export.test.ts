import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { taskHash } from '../../../bench-runner/interchange/lm-eval/results-file.ts'
import { indentedJson } from '../../../bench-runner/interchange/python-json.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'
import { exported, parseRows, runOf } from './run-folder.ts'

const Doc = z.json().refine((doc) => typeof doc === 'object')
const Row = z.looseObject({
  doc: Doc,
  target: z.string(),
  doc_hash: z.string(),
  prompt_hash: z.string(),
  target_hash: z.string(),
  arguments: z.object({ gen_args_0: z.looseObject({ arg_0: z.string() }) }),
})

test('results hold a task a subset, a filter a policy, and the hash of the samples', async () => {
  const files = await exported(await runOf(tinyBenchmark(), TINY_PREDICTIONS), 'lm-eval')
  const names = [...files.keys()].map((name) =>
    name.replace(/\d{4}-\d\d-\d\dT[\d-]+\.\d{6}/, 'TIME'),
  )
  expect(names.sort()).toEqual([
    'results_TIME.json',
    'samples_tiny_left_TIME.jsonl',
    'samples_tiny_right_TIME.jsonl',
  ])
  const text = (start: string) => [...files].find(([name]) => name.startsWith(start))?.[1] ?? ''
  const rows = parseRows(text('samples_tiny_left')).map((row) => Row.parse(row))
  const results: unknown = JSON.parse(text('results_'))
  expect(results).toMatchObject({
    results: {
      tiny_left: { alias: 'tiny_left', 'f1,fixed:0.5': 1, 'f1_stderr,fixed:0.5': 'N/A' },
      tiny_average: { 'f1,fixed:0.5': 1, 'f1,tuned:left': 1 },
    },
    groups: { tiny_average: { 'f1,fixed:0.5': 1 } },
    group_subtasks: { tiny_average: ['tiny_left', 'tiny_right'] },
    higher_is_better: { tiny_left: { f1: true, error_accuracy: true, correct_accuracy: true } },
    'n-samples': { tiny_left: { original: 2, effective: 2 } },
    task_hashes: { tiny_left: taskHash(rows) },
    model_name: 'lab/prm',
    model_name_sanitized: 'lab__prm',
  })
  expect(rows[0]).toMatchObject({
    doc_id: 0,
    doc: { id: 'left-1', problem: 'p', steps: ['a', 'b'], label: 1 },
    target: '1',
    resps: [['[0.9,0.1]']],
    filtered_resps: ['1'],
    filter: 'fixed:0.5',
    match: 1,
  })
  for (const row of rows) expectHashes(row)
})

test('says what it has no place for', async () => {
  const lines = TINY_PREDICTIONS.map((line) => ({ ...line, channels: { lower: [0, 0] } }))
  const folder = await runOf(tinyBenchmark(), lines)
  const args = ['export', folder, '--format', 'lm-eval', '-o', temporaryFolder()]
  const { stderr } = await stepmark(args)
  expect(stderr).toContain('lm-eval has no place for channels: left out of 4 items')
})

test('a filter holds no comma, which parts it from the metric', async () => {
  const folder = await runOf(tinyBenchmark(), TINY_PREDICTIONS)
  const policy = ['--policy', 'affine:2,-1>fixed:0']
  const files = await exported(folder, 'lm-eval', ...policy)
  const [results = ''] = [...files.values()].filter((text) => text.includes('task_hashes'))
  expect(results).toContain('"f1,affine:2_-1>fixed:0": 1')
})

describe.skipIf(!hasSharedData)('beside the published example', () => {
  test('hashes documents, prompts, targets and tasks as it does', () => {
    const read = (name: string) => readFileSync(new URL(`examples/lm-eval/${name}`, SHARED), 'utf8')
    const rows = parseRows(read('samples.jsonl')).map((row) => Row.parse(row))
    for (const row of rows) expectHashes(row)
    const { task_hashes } = Hashes.parse(JSON.parse(read('results.json')))
    expect(taskHash(rows)).toBe(task_hashes['processbench_gsm8k'])
  })
})

const Hashes = z.object({ task_hashes: z.record(z.string(), z.string()) })

/** By the recipe of lm-eval: documents as indented JSON, prompts and targets as they are. */
function expectHashes({ doc, target, arguments: given, ...hashes }: z.infer<typeof Row>) {
  expect(hashes).toMatchObject({
    doc_hash: sha256(indentedJson(doc)),
    prompt_hash: sha256(given.gen_args_0.arg_0),
    target_hash: sha256(target),
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
