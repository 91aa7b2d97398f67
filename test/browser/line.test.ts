import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { MetricResult } from '#schema/metric.ts'
import { Run } from '#schema/run.ts'
import { hasSharedData, SHARED } from '../shared-data.ts'
import { launch } from './launch.ts'

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

const shared = (path: string) => fileURLToPath(new URL(path, SHARED))
const url = inject('url')
const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: inject('operatorToken') }
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

async function stepmark(args: readonly string[], environment = {}) {
  const env = { ...process.env, ...environment }
  const { stdout } = await promisify(execFile)('node', ['bench-runner/cli.ts', ...args], { env })
  return stdout.trim()
}

async function get<Schema extends z.ZodType>(path: string, schema: Schema) {
  const response = await fetch(`${url}/api/v1${path}`)
  return schema.parse(await response.json())
}

describe.skipIf(!hasSharedData)('five real runs on ProcessBench-1000', () => {
  beforeAll(async () => {
    const data = ['--data', shared(`data/${BENCHMARK}`)]
    await stepmark(['admin', 'publish', BENCHMARK, ...data], operator)
    const token = await stepmark(['admin', 'token', 'line-test'], operator)
    for (const [name, kind] of Object.entries(MODELS)) {
      const predictions = shared(`data/scores/${BENCHMARK}/${name}.jsonl`)
      const replay = ['--backend', 'replay', '--predictions', predictions]
      const model = [
        '--model',
        `test/${name}`,
        '--kind',
        kind,
        '--params',
        '7.6B',
        '--output',
        folder,
      ]
      const run = await stepmark(['run', '--benchmark', BENCHMARK, ...data, ...replay, ...model])
      await stepmark(['submit', run], { STEPMARK_API: url, STEPMARK_TOKEN: token })
    }
  }, 120_000)

  test.for(Object.entries(POLICIES))(
    '%s shows the expected F1 on the board',
    async ([policy, ranking]) => {
      await page.goto(`${url}/boards/${BENCHMARK}?class=${ranking}`)
      for (const name of Object.keys(MODELS)) {
        const expected = expectedOf(name, policy)
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
    const { rows } = await get(
      '/runs?limit=100',
      z.object({ rows: z.array(Run.pick({ id: true })) }),
    )
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
function expectedOf(model: string, policy: string) {
  const file = z.object({ [BENCHMARK]: Expected })
  const all = file.parse(JSON.parse(readFileSync(shared('data/EXPECTED.json'), 'utf8')))
  const expected = all[BENCHMARK]?.[model]?.[policy]
  if (!expected) throw new Error(`EXPECTED.json has no ${model} under ${policy}`)
  return expected
}
