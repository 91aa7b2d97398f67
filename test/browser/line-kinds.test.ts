import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { hasSharedData } from '../shared-data.ts'
import { launch } from './launch.ts'
import { expectedOf, placedBoard, takeToBoard } from './real-line.ts'

// The whole line for PRMBench and for a pool: real step scores, from files to the pages a reader sees.

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

const line = () => ({ url, operatorToken: inject('operatorToken'), folder })
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

describe.skipIf(!hasSharedData)('R-PRM on all of PRMBench', () => {
  beforeAll(async () => {
    const scores = 'data/scores/prmbench/r-prm.jsonl.gz'
    await takeToBoard(line(), { id: 'prmbench', data: 'data/prmbench' }, [
      { name: 'R-PRM', kind: 'generative_prm', scores },
    ])
    await placedBoard(url, 'prmbench')
  }, 120_000)

  test('the board shows every expected PRMScore', async () => {
    const Report = z.record(z.string(), z.object({ prm_score: z.number() }))
    const Run = z.object({ 'r-prm': z.object({ 'fixed:0.5': Report }) })
    const expected = expectedOf('prmbench', Run)['r-prm']['fixed:0.5']
    expect(Object.keys(expected).length).toBe(13)
    await page.goto(`${url}/boards/prmbench`)
    const text = oneLine(await page.locator('main').innerText())
    for (const { prm_score } of Object.values(expected)) {
      expect(text).toContain((100 * prm_score).toFixed(1))
    }
  })

  test('an item shows each wrong step, the reason, and what the model scored', async () => {
    await page.goto(`${url}/items/prmbench/circular_prm_test_p1_0`)
    const text = oneLine(await page.locator('main').innerText())
    expect(text).toContain('R-PRM')
    // The annotator's words, as the file has them.
    expect(text).toContain('circular')
    expect(await page.locator('.steps tbody tr.goldrow').count()).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasSharedData)('three real models on a pool of 500 × 32', () => {
  const MODELS = ['qwen_prm', 'math_shepherd', 'rlhflow_prm']
  beforeAll(async () => {
    const pool = { id: 'bon-gsm8k-500x32', data: 'data/best-of-n-gsm8k' }
    await takeToBoard(
      line(),
      pool,
      MODELS.map((name) => ({
        name,
        kind: 'discriminative_prm',
        scores: `data/scores/best-of-n-gsm8k/${name}.jsonl.gz`,
      })),
    )
    await placedBoard(url, 'bon-gsm8k-500x32')
  }, 120_000)

  test.for(['best_of:min', 'best_of:last', 'best_of:mean', 'vote:min'])(
    'the board of %s shows the expected accuracies',
    async (policy) => {
      const Report = z.record(z.string(), z.record(z.string(), z.number()))
      const expected = expectedOf('best-of-n-gsm8k', z.record(z.string(), Report))
      const rows = await placedBoard(url, `bon-gsm8k-500x32?policy=${policy}`)
      await page.goto(`${url}/boards/bon-gsm8k-500x32?policy=${policy}`)
      for (const model of MODELS) {
        const values = expected[model]?.[policy] ?? {}
        const standing = rows.find((row) => row.model.id === `test/${model}`)
        for (const [n, value] of Object.entries(values)) {
          if (n.startsWith('first')) continue
          const own = standing?.results.find(
            (result) => result.policy === policy && result.candidates === Number(n),
          )
          expect(own?.status === 'ok' && Math.abs(own.value - value)).toBeLessThan(1e-12)
        }
        const row = page.getByRole('row').filter({ hasText: model }).first()
        expect(oneLine(await row.innerText())).toContain((100 * (values['32'] ?? 0)).toFixed(1))
      }
    },
  )

  test('a problem shows its candidates and what each aggregation picks', async () => {
    await page.goto(`${url}/items/bon-gsm8k-500x32/gsm8k_003`)
    const text = oneLine(await page.locator('main').innerText())
    for (const name of [...MODELS, 'min', 'prod', 'last', 'mean', 'max']) {
      expect(text).toContain(name)
    }
    expect(await page.locator('main table').count()).toBeGreaterThan(0)
  })
})
