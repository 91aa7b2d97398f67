import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { BENCHMARK_KINDS, type BenchmarkKind } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { GSM8K_REVISION } from '../../../bench-runner/benchmarks/best-of-n.ts'
import { BenchmarkManifest } from '../../../bench-runner/benchmarks/manifest.ts'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { temporaryFolder } from '../stepmark.ts'

const DOCS = readFileSync('docs/benchmarks.md', 'utf8')

const FIELDS = BenchmarkManifest.options.flatMap(({ shape }) => [
  ...Object.keys(shape),
  ...Object.keys(shape.fields.shape),
])

test.for([...new Set(FIELDS)])('%s is documented', (field) => {
  expect(DOCS).toContain(`\`${field}\``)
})

/** The examples of the page, as files are named. */
const EXAMPLES = Array.from(
  DOCS.matchAll(/```(json|yaml)\n(.*?)\n```/gs),
  ([, type, text = '']) => ({
    text,
    name: `manifest.${type}`,
  }),
)

/** Writes the documented manifest of a kind to a folder of its own and opens it on these data. */
async function openExample(kind: BenchmarkKind, data: string) {
  const example = EXAMPLES.find(({ text }) => new RegExp(`kind"?: "?${kind}`).test(text))
  if (!example) throw new Error(`There is no example of ${kind}`)
  const path = join(temporaryFolder(), example.name)
  writeFileSync(path, example.text)
  return openBenchmark({ benchmark: path, data })
}

test('the documented JSON Schema is the one in force', () => {
  const [, schema = ''] = /```json schema\n(.*?)```/s.exec(DOCS) ?? []
  expect(JSON.parse(schema)).toEqual(z.toJSONSchema(BenchmarkManifest, { io: 'input' }))
})

test.skipIf(!hasSharedData)(
  'the documented first-error manifest reads BIG-Bench-Mistake',
  async () => {
    const opened = await openExample(
      'first_error',
      fileURLToPath(new URL('data/big-bench-mistake', SHARED)),
    )
    if (opened.status === 'failed') throw new Error(opened.message)
    const { items } = opened.revision
    const counts = opened.definition.subsets.map(({ id }) => {
      const own = items.filter(({ subset }) => subset === id)
      return [id, own.length, kindOf('first_error').count(own).error]
    })
    expect(counts).toEqual([
      ['dyck_languages', 986, 650],
      ['logical_deduction', 300, 294],
      ['multistep_arithmetic', 300, 238],
      ['tracking_shuffled_objects', 300, 260],
      ['word_sorting', 300, 266],
    ])
    expect(items).toHaveLength(2186)
    expect(items.at(-1)?.id).toBe('word_sorting-299')
    expect(items.find(({ id }) => id === 'word_sorting-0')).toMatchObject({
      problem: expect.stringMatching(/^kitten normative scan/),
    })
  },
)

test.skipIf(!hasSharedData)(
  'the documented step-labels manifest reads ratings of PRM800K',
  async () => {
    const file = fileURLToPath(new URL('data/import-samples/samples_prm800k.jsonl', SHARED))
    const refused = await openExample('step_labels', join(file, '..'))
    // In one of the six, nothing was written at the step at which the labeler gave up.
    expect(refused).toMatchObject({
      code: 'invalid',
      issues: [
        { line: 5, field: 'label.steps.8.completions.0.text' },
        { line: 5, field: 'label.steps.8.completions.0.rating' },
      ],
    })
    const data = temporaryFolder()
    const rows = readFileSync(file, 'utf8').split('\n')
    writeFileSync(join(data, 'samples_prm800k.jsonl'), rows.toSpliced(4, 1).join('\n'))
    const opened = await openExample('step_labels', data)
    if (opened.status === 'failed') throw new Error(opened.message)
    const read = opened.revision.items.map((item) => [
      item.id,
      'steps' in item && item.steps.length,
      'wrongSteps' in item && item.wrongSteps,
    ])
    expect(read).toEqual([
      ['rated-0', 6, [1]],
      ['rated-1', 7, [6]],
      ['rated-2', 5, []],
      ['rated-3', 7, [5]],
      ['rated-4', 12, []],
    ])
  },
)

test.skipIf(!hasSharedData)(
  'the documented pool manifest reads a pool as best-of-n does',
  async () => {
    const data = fileURLToPath(new URL('data/best-of-n-gsm8k', SHARED))
    const opened = await openExample('best_of_n', data)
    expect(opened).toMatchObject({
      status: 'ok',
      definition: { id: 'my-pool' },
      labelSet: 'custom',
      revision: { id: GSM8K_REVISION, items: { length: 500 } },
    })
  },
)

test('the documented preference manifest reads rows in the shape of WebRewardBench', async () => {
  const data = temporaryFolder()
  const row = {
    task_id: 12,
    step_id: 3,
    intent: 'Buy milk',
    start_url: 'https://shop.example',
    gt_checklist: '1. Find milk',
    current_url: 'https://shop.example/milk',
    text_observation: '[3] button Buy',
    thought_history: ['Search first.'],
    action_history: ['type(milk)'],
    chosen: [{ thought: 'Buy it.', action: 'click(3)' }],
    rejected: [
      { thought: 'Leave.', action: 'close()' },
      { thought: 'Wait.', action: 'noop()' },
    ],
    source_name: 'webarena',
  }
  const rows = [row, { ...row, step_id: 4, gt_checklist: null, thought_history: [] }]
  writeFileSync(join(data, 'webrewardbench.json'), JSON.stringify(rows))
  const opened = await openExample('preference', data)
  expect(opened).toMatchObject({
    status: 'ok',
    revision: {
      items: [
        {
          id: 'item-0',
          subset: 'webarena',
          problem: expect.stringMatching(/^Buy milk\n\n.*Search first\.\n\ntype\(milk\)$/s),
          chosen: ['Buy it.', 'click(3)'],
          rejected: [
            ['Leave.', 'close()'],
            ['Wait.', 'noop()'],
          ],
          task: '12',
        },
        { id: 'item-1', task: '12' },
      ],
    },
  })
})

test.for(BENCHMARK_KINDS)('the documented %s manifest can be read', async (kind) => {
  // Its files are not there; all else is.
  expect(await openExample(kind, temporaryFolder())).toMatchObject({ code: 'missing_file' })
})
