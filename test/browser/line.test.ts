import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { MetricResult } from '#schema/metric.ts'
import { Run } from '#schema/run.ts'
import { hasSharedData } from '../shared-data.ts'
import { launch } from './launch.ts'
import { expectedOf, placedBoard, shared, stepmark, takeToBoard } from './real-line.ts'

// The whole line in one go: real step scores, from files to the pages a reader sees.

const MODELS = {
  'Qwen2.5-Math-PRM-7B': 'discriminative_prm',
  'Qwen2.5-Math-7B-PRM800K': 'discriminative_prm',
  'Qwen2.5-7B-Instruct': 'prompted_judge',
  'Llama3.1-8B-PRM-Deepseek-Data': 'discriminative_prm',
  'Llama-3.1-8B-Instruct': 'prompted_judge',
} as const
const BENCHMARK = 'processbench-1000'
const SUBSETS = ['gsm8k', 'math', 'olympiadbench', 'omnimath'] as const
const POLICIES = {
  'fixed:0.5': 'label_free',
  'tuned:gsm8k': 'tuned',
  oracle: 'oracle',
} as const

const url = inject('url')
let folder: string
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepmark-'))
  browser = await launch()
  page = await browser.newPage({ javaScriptEnabled: false })
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

async function get<Schema extends z.ZodType>(path: string, schema: Schema) {
  const response = await fetch(`${url}/api/v1${path}`)
  return schema.parse(await response.json())
}

describe.skipIf(!hasSharedData)('five real runs on ProcessBench-1000', () => {
  beforeAll(async () => {
    await takeToBoard(
      { url, operatorToken: inject('operatorToken'), folder },
      { id: BENCHMARK, data: `data/${BENCHMARK}` },
      Object.entries(MODELS).map(([name, kind]) => ({
        name,
        kind,
        scores: `data/scores/${BENCHMARK}/${name}.jsonl`,
      })),
    )
    await placedBoard(url, BENCHMARK)
  }, 120_000)

  test.for(Object.entries(POLICIES))(
    '%s shows the expected F1 on the board',
    async ([policy, ranking]) => {
      await page.goto(`${url}/boards/${BENCHMARK}?class=${ranking}`)
      for (const name of Object.keys(MODELS)) {
        const expected = expectedUnder(name, policy)
        const row = page.getByRole('row').filter({ hasText: name })
        const text = (await row.first().innerText()).replaceAll(/\s+/g, ' ')
        // The size it was submitted with, in billions.
        expect(text).toContain('7.6')
        for (const value of [expected.average, ...SUBSETS.map((subset) => expected[subset].f1)]) {
          expect(text).toContain((100 * value).toFixed(1))
        }
      }
    },
  )

  test('the board ranks them', async () => {
    await page.goto(`${url}/boards/${BENCHMARK}`)
    const rows = page.locator('.board tbody tr').filter({ has: page.locator('th[scope=row]') })
    const ranked = await rows.evaluateAll((cells) =>
      cells.map((row) => row.querySelector('td')?.textContent?.trim()),
    )
    expect(ranked.slice(0, 5)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('the drilldown shows what each model said of a step', async () => {
    await page.goto(`${url}/items/${BENCHMARK}/olympiadbench-691`)
    // Gold step 6; two flag step 5, two flag step 6, one never flags.
    const verdicts = page.getByRole('table', { name: /Verdicts/ }).getByRole('row')
    const words = (await verdicts.allInnerTexts())
      .slice(1)
      .map((text) => text.replaceAll(/\s+/g, ' '))
    expect(words.map((text) => /too early|found|gold passed|missed/.exec(text)?.[0])).toEqual([
      'too early',
      'too early',
      'found',
      'found',
      'gold passed',
    ])
    const gold = page.locator('.steps tbody tr').nth(6)
    expect(await gold.innerText()).toContain('Gold: first error')
    expect(await gold.locator('.lane').allInnerTexts()).toEqual([
      expect.stringContaining('0.06'),
      expect.stringContaining('0.30'),
      expect.stringContaining('0.004'),
      expect.stringContaining('0.38'),
      expect.stringContaining('0.71'),
    ])
    expect(await page.locator('.steps math').count()).toBeGreaterThan(10)
  })

  test('every run there is recomputes from the files that were uploaded for it', async () => {
    const listed = await get(
      '/runs?limit=100',
      z.object({ rows: z.array(Run.pick({ id: true, benchmark: true })) }),
    )
    const rows = listed.rows.filter(({ benchmark }) => benchmark === BENCHMARK)
    expect(rows.length).toBeGreaterThanOrEqual(5)
    const { rows: events } = await get(
      '/events?limit=100',
      z.object({ rows: z.array(z.object({ type: z.string(), run: z.string().nullable() })) }),
    )
    for (const { id } of rows) {
      const run = await get(`/runs/${id}`, Run)
      expect(
        events.filter((event) => event.type === 'run_listed' && event.run === id),
      ).toHaveLength(1)
      const files = await Promise.all(
        SUBSETS.map((subset) => fetch(`${url}/api/v1/runs/${id}/predictions/${subset}`)),
      )
      const texts = await Promise.all(files.map((file) => file.text()))
      const predictions = join(folder, `${id}.jsonl`)
      await writeFile(predictions, texts.join(''))
      const data = ['--data', shared(`data/${BENCHMARK}`), '--predictions', predictions]
      const report = await stepmark([
        'evaluate',
        '--benchmark',
        BENCHMARK,
        ...data,
        '--format',
        'json',
      ])
      const { results } = z.object({ results: z.array(MetricResult) }).parse(JSON.parse(report))
      expect(run.results).toEqual(results)
    }
  })
})

const Cell = z.object({ f1: z.number() })
const Expected = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      gsm8k: Cell,
      math: Cell,
      olympiadbench: Cell,
      omnimath: Cell,
      average: z.number(),
    }),
  ),
)

/** What an independent implementation computed. */
function expectedUnder(model: string, policy: string) {
  const expected = expectedOf(BENCHMARK, Expected)[model]?.[policy]
  if (!expected) throw new Error(`EXPECTED.json has no ${model} under ${policy}`)
  return expected
}
