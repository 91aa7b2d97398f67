import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { stepmark } from '../stepmark.ts'
import { TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'
import { made, runOf } from './run-folder.ts'

const ABOUT = ['--dataset', 'lab/tiny', '--url', 'https://board.example/runs/run_0']

test('.eval_results holds the headline policy alone, one entry a subset, as percentages', async () => {
  // left: error 1/1, correct 1/1; right: error 1/1, correct 0/1
  const lines = [...TINY_PREDICTIONS.slice(0, 3), { id: 'right-2', scores: [0.9, 0.4] }]
  const entries = Entries.parse(
    await yamlOf(await runOf(tinyBenchmark(), lines), 'hf-eval-results'),
  )
  expect(entries.map(({ dataset, value }) => [dataset.task_id, value])).toEqual([
    ['left', 100],
    ['right', 0],
    ['average', 50],
  ])
  for (const { dataset, source, notes } of entries) {
    expect(dataset.id).toBe('lab/tiny')
    expect(source).toEqual({ url: ABOUT[3], name: 'Stepmark' })
    expect(notes).toContain('f1 x100; policy=fixed:0.5; threshold=0.5; n=')
    expect(notes).toMatch(/items scored 4\/4; revision=[0-9a-f]{64}; protocol=[0-9a-f]{64}$/)
  }
})

test('model-index keeps policies apart by configuration, so that no two results have one key', async () => {
  const folder = await made([
    'run',
    '-q',
    '-b',
    'stepmark-mini',
    '--backend',
    'baseline',
    '--model',
    'random',
  ])
  const index = ModelIndex.parse(await yamlOf(folder, 'model-index'))['model-index']
  expect(index.map(({ name }) => name)).toEqual(['random'])
  const results = index[0]?.results ?? []
  const keys = results.map(({ task, dataset: { type, config, split } }) =>
    [task.type, type, config, split].join(),
  )
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys).toContain('text-classification,lab/tiny,tuned:easy,average')
  const report = Report.parse(JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8')))
  for (const { dataset, metrics } of results) {
    const own = report.results.filter(
      ({ policy, subset }) => policy === dataset.config && subset === dataset.split,
    )
    expect(metrics.map(({ type }) => type)).toEqual(own.map(({ metric }) => metric))
    for (const [index, { value }] of metrics.entries()) {
      expect(value).toBeCloseTo((own[index]?.value ?? 0) * 100, 9)
    }
  }
})

test('asks for the data set where it is not known, and writes YAML to stdout alone', async () => {
  const folder = await runOf(tinyBenchmark(), TINY_PREDICTIONS)
  for (const format of ['hf-eval-results', 'model-index']) {
    const unknown = await stepmark(['export', folder, '--format', format])
    expect(unknown.stderr).toContain('Where tiny lies on the hub is not known; give --dataset')
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    const output = await stepmark(['export', folder, '--format', format, ABOUT, '--output', 'x'])
    expect(output.stderr).toContain('it goes to stdout, leave --output out')
    expect(output).toMatchObject({ code: 2, stdout: '' })
  }
})

const Entries = z.array(
  z.strictObject({
    dataset: z.strictObject({ id: z.string(), task_id: z.string() }),
    value: z.number(),
    source: z.strictObject({ url: z.string(), name: z.string() }),
    notes: z.string(),
  }),
)

const ModelIndex = z.strictObject({
  'model-index': z.array(
    z.strictObject({
      name: z.string(),
      results: z.array(
        z.strictObject({
          task: z.strictObject({ type: z.string(), name: z.string() }),
          dataset: z.strictObject({
            type: z.string(),
            name: z.string(),
            config: z.string(),
            split: z.string(),
            args: z.record(z.string(), z.string()),
          }),
          metrics: z.array(
            z.strictObject({
              type: z.string(),
              value: z.number(),
              name: z.string(),
              args: z.record(z.string(), z.number()),
            }),
          ),
          source: z.strictObject({ name: z.string(), url: z.string() }),
        }),
      ),
    }),
  ),
})

const Report = z.object({
  results: z.array(
    z.object({ policy: z.string(), subset: z.string(), metric: z.string(), value: z.number() }),
  ),
})

async function yamlOf(folder: string, format: string): Promise<unknown> {
  const { code, stdout } = await stepmark(['export', folder, '--format', format, ABOUT])
  expect(code).toBe(0)
  return parse(stdout)
}
