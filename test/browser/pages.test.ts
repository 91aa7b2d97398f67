import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { serve } from '../../api/serve.ts'
import { publishHardBenchmark } from './hard-benchmark.ts'
import { launch } from './launch.ts'

// Its own service, so that its made-up runs stay out of the boards of other tests.

let state: string
let service: Awaited<ReturnType<typeof serve>>
let browser: Browser
let paths: Readonly<Record<string, string>>

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'stepmark-pages-'))
  service = await serve({ port: 0, state, operatorToken: 'operator' })
  await publishHardBenchmark(service.url, 'operator')
  paths = await discover()
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  await rm(state, { recursive: true })
})

const KINDS = [
  'overview',
  'board',
  'tuned board',
  'oracle board',
  'board without a match',
  'empty board',
  'run',
  'run of votes',
  'items',
  'item with an error',
  'item without an error',
  'item without scores',
  'long item',
  'item of an empty board',
  'submit',
  'method',
  'activity',
  'reference',
  'no such run',
] as const

/** An address of every kind of page, from what the API says there is. */
async function discover() {
  const Rows = z.object({
    rows: z.array(z.object({ id: z.string(), model: z.string().optional() })),
  })
  const get = async (path: string) => {
    const response = await fetch(`${service.url}/api/v1${path}`)
    return Rows.parse(await response.json()).rows
  }
  const [empty, hard] = (await get('/benchmarks')).map(({ id }) => id)
  const runs = await get('/runs')
  const run = runs.find(({ model }) => model?.startsWith('an-owner'))?.id
  const votes = runs.find(({ model }) => model === 'critic/votes')?.id
  const baseline = runs.find(({ model }) => model === 'baseline/random')?.id
  const models = runs.flatMap(({ id }) => (id === baseline ? [] : [id]))
  const items = (await get(`/runs/${run}/items?subset=geometry`)).map(({ id }) => id)
  return {
    overview: '/',
    board: `/boards/${hard}`,
    'tuned board': `/boards/${hard}?class=tuned`,
    'oracle board': `/boards/${hard}?class=oracle&kind=`,
    'board without a match': `/boards/${hard}?trust=attested`,
    'empty board': `/boards/${empty}`,
    run: `/runs/${run}`,
    'run of votes': `/runs/${votes}`,
    items: `/runs/${run}/items`,
    'item with an error': `/items/${hard}/${items[2]}?runs=${models.join()}`,
    'item without an error': `/items/${hard}/${items[1]}?runs=${baseline}`,
    'item without scores': `/items/${hard}/${items[3]}?class=tuned`,
    'long item': `/items/${hard}/${items[0]}`,
    'item of an empty board': `/items/${empty}/${items[0]}`,
    submit: '/submit',
    method: '/method/first-error',
    activity: '/activity',
    reference: '/reference',
    'no such run': '/runs/run_0000000000000000',
  } satisfies Record<(typeof KINDS)[number], string>
}

/** Opens a page; fails on anything the browser complains of but the 404 that was asked for. */
async function open(page: Page, kind: (typeof KINDS)[number]): Promise<readonly string[]> {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  const response = await page.goto(service.url + (paths[kind] ?? ''))
  const expected = kind === 'no such run' ? 404 : 200
  expect(response?.status()).toBe(expected)
  return complaints.filter((text) => expected === 200 || !text.includes('404'))
}

test.for(KINDS)('%s: no accessibility violation, light or dark, and no complaint', async (kind) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    const complaints = await open(page, kind)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<AxeResults>(`axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })`)
    expect(
      violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]),
    ).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  }
})

test.for(KINDS)('%s: the page never scrolls sideways', async (kind) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await open(page, kind)
  for (const width of [320, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const over = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect({ width, over }).toEqual({ width, over: 0 })
  }
  await context.close()
})

test('pages hold no script and say the same without one', async () => {
  const [on, off] = await Promise.all(
    [true, false].map((javaScriptEnabled) => browser.newContext({ javaScriptEnabled })),
  )
  for (const kind of KINDS) {
    const texts: string[] = []
    for (const context of [on, off]) {
      const page = await context?.newPage()
      if (!page) continue
      await open(page, kind)
      expect(await page.locator('script').count()).toBe(0)
      texts.push(await page.locator('main').innerText())
      await page.close()
    }
    expect(texts[0]).toBe(texts[1])
  }
  await on?.close()
  await off?.close()
})

test('a filter and a ranking class are forms and links', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await open(page, 'board')
  await page.getByRole('link', { name: 'tuned' }).click()
  await page.getByLabel('Kind').selectOption('implicit_prm')
  await page.getByRole('button', { name: 'Show' }).click()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    class: 'tuned',
    trust: '',
    kind: 'implicit_prm',
  })
  const names = await page.locator('.board tbody th[scope=row] a').allInnerTexts()
  expect(names.toSorted()).toEqual(['declared-cut', 'no-cut'])
  await context.close()
})

test.for([
  ['/boards/none', 404],
  ['/runs/none', 404],
  ['/items/hard/none', 404],
  ['/nothing/at/all', 404],
  ['/boards/hard?class=none', 400],
  ['/boards/hard?cursor=none', 400],
] as const)('%s answers %i and offers what there is', async ([path, status]) => {
  const response = await fetch(service.url + path)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).toContain('href="/boards/hard"')
})
