import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Benchmark } from '#schema/benchmark.ts'
import { LabelRevision } from '#schema/label-revision.ts'
import { Run } from '#schema/run.ts'
import { Standing } from '#schema/standing.ts'
import { serve } from '../../api/serve.ts'
import { hasSharedData } from '../shared-data.ts'
import { launch } from './launch.ts'
import { expectedOf, shared, stepmark } from './real-line.ts'

// A real revision of labels: the first release of ProcessBench had math-688 wrong at step 2, a later one
// at step 0. Real step scores are published of 1,000 of its 3,400 items; the others are null here, and wrong.

const SUBSETS = ['gsm8k', 'math', 'olympiadbench', 'omnimath'] as const
const MODELS = ['Qwen2.5-Math-PRM-7B', 'Qwen2.5-Math-7B-PRM800K'] as const
const OPERATOR = 'operator-of-the-revision-test'

const Item = z.object({ id: z.string(), steps: z.array(z.string()), label: z.int() })
const Line = z.object({ id: z.string(), scores: z.array(z.number().nullable()) })
const Counts = z.object({
  error_k: z.int(),
  error_n: z.int(),
  correct_k: z.int(),
  correct_n: z.int(),
})

describe.skipIf(!hasSharedData)('labels are revised under real runs', () => {
  let folder: string
  let service: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepmark-'))
    service = await serve({ port: 0, state: join(folder, 'state'), operatorToken: OPERATOR })
  }, 120_000)
  afterAll(async () => {
    await service.stop()
    await rm(folder, { recursive: true })
  })

  async function get<Schema extends z.ZodType>(path: string, schema: Schema) {
    return schema.parse(await (await fetch(`${service.url}/api/v1${path}`)).json())
  }

  test('every run is scored anew without a model, and both numbers stay', async () => {
    const { url } = service
    const items = await itemsOf()
    const data = ['--data', shared('data/processbench')]
    const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: OPERATOR }
    const publish = (labels: string) =>
      stepmark(['admin', 'publish', 'processbench', '--labels', labels, ...data], operator)
    await publish('1')
    const token = await stepmark(['admin', 'token', 'revision-test'], operator)
    const submit = async (asked: readonly string[]) => {
      const on = ['--benchmark', 'processbench', '--labels', '1', '--output', folder, ...data]
      const made = await stepmark(['run', ...on, ...asked])
      const told = await stepmark(['submit', made, '--labels', '1', ...data], {
        STEPMARK_API: url,
        STEPMARK_TOKEN: token,
      })
      return told.slice(told.lastIndexOf('/') + 1)
    }
    const runs = new Map<string, string>()
    for (const model of MODELS) {
      const file = await paddedScores(folder, model, items)
      const replay = ['--backend', 'replay', '--predictions', file]
      runs.set(model, await submit([...replay, '--model', model, '--kind', 'discriminative_prm']))
    }
    const baseline = await submit(['--backend', 'baseline', '--model', 'constant-bad'])
    const { revision: old } = await get('/benchmarks/processbench', Benchmark)

    await publish('2')
    await settled(url)
    const { revision } = await get('/benchmarks/processbench', Benchmark)
    expect(revision).not.toBe(old)
    const { rows } = await get(
      '/benchmarks/processbench/revisions',
      z.object({ rows: z.array(LabelRevision) }),
    )
    expect(rows[0]).toMatchObject({
      revision,
      changed: 1,
      changes: [
        {
          before: { label: { kind: 'at', step: 2 } },
          after: { id: 'math-688', label: { step: 0 } },
        },
      ],
    })

    // Of the real runs, what was judged right is what an independent implementation counted on the 1,000
    // items, before and after: math-688 is none of them.
    const expected = expectedOf(
      'processbench-1000',
      z.record(z.string(), z.object({ 'fixed:0.5': z.record(z.string(), z.unknown()) })),
    )
    for (const [model, id] of runs) {
      const counted = expected[model]?.['fixed:0.5']
      for (const on of [old, revision]) {
        for (const subset of SUBSETS) {
          const { error_k, correct_k } = Counts.parse(counted?.[subset])
          expect(await countsOf(id, on, subset)).toMatchObject({ error_k, correct_k })
        }
      }
    }
    // It flags step 0 of every solution, and so finds exactly the errors that are there.
    const atStart = items.math.filter(({ label }) => label === 0).length
    expect(items.math.find(({ id }) => id === 'math-688')?.label).toBe(0)
    expect(await countsOf(baseline, revision, 'math')).toMatchObject({ error_k: atStart })
    expect(await countsOf(baseline, old, 'math')).toMatchObject({ error_k: atStart - 1 })

    const board = z.object({ rows: z.array(Standing) })
    for (const query of ['', `?revision=${old}`]) {
      expect((await get(`/leaderboards/processbench${query}`, board)).rows).toHaveLength(3)
    }
    await looksAt(`${url}/runs/${baseline}`)
  }, 240_000)

  async function countsOf(run: string, revision: string, subset: string) {
    const { results } = await get(`/runs/${run}?revision=${revision}`, Run)
    const found = results.find(
      (one) => one.policy === 'fixed:0.5' && one.subset === subset && one.metric === 'f1',
    )
    return found?.counts
  }

  async function settled(url: string) {
    for (;;) {
      const { pending } = await get('/benchmarks/processbench', Benchmark)
      const board = await get('/leaderboards/processbench', z.object({ rows: z.array(Standing) }))
      const ranked = board.rows.filter(({ model }) => model.kind !== 'baseline')
      if (pending === 0 && ranked.length > 0 && ranked.every(({ rank }) => rank !== null))
        return url
      await setTimeout(200)
    }
  }
})

async function looksAt(address: string) {
  const browser = await launch()
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(address)
  const text = await page.locator('main').innerText()
  await browser.close()
  expect(text).toContain('math-688: first error at step 2 before, first error at step 0 now')
  expect(text).toContain('error_accuracy of math under fixed:0.5')
}

async function itemsOf() {
  const read = async (subset: string) =>
    z
      .array(Item)
      .parse(JSON.parse(await readFile(shared(`data/processbench/${subset}.json`), 'utf8')))
  const [gsm8k, math, olympiadbench, omnimath] = await Promise.all(SUBSETS.map(read))
  return {
    gsm8k: gsm8k ?? [],
    math: math ?? [],
    olympiadbench: olympiadbench ?? [],
    omnimath: omnimath ?? [],
  }
}

/** A file of a model's published scores, null where none is. */
async function paddedScores(
  folder: string,
  model: string,
  items: Readonly<Record<string, readonly z.infer<typeof Item>[]>>,
): Promise<string> {
  const text = await readFile(shared(`data/scores/processbench-1000/${model}.jsonl`), 'utf8')
  const lines = text.trim().split('\n')
  const known = new Map(lines.map((line) => [Line.parse(JSON.parse(line)).id, line]))
  const all = Object.values(items)
    .flat()
    .map(({ id, steps }) => known.get(id) ?? JSON.stringify({ id, scores: steps.map(() => null) }))
  const file = join(folder, `${model}.jsonl`)
  await writeFile(file, `${all.join('\n')}\n`)
  return file
}
