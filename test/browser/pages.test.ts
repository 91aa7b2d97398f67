import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { serve } from '../../api/serve.ts'
import { publishHardBenchmarks } from './hard-benchmark.ts'
import { publishHardCatalog } from './hard-catalog.ts'
import { LONG_MODEL } from './hard-texts.ts'
import { launch } from './launch.ts'

// Its own service, so that its made-up runs stay out of the boards of other tests.

let state: string
let service: Awaited<ReturnType<typeof serve>>
let browser: Browser
let paths: Readonly<Record<string, string>>

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'stepmark-pages-'))
  service = await serve({ port: 0, state, operatorToken: 'operator' })
  await publishHardBenchmarks(service.url, 'operator')
  await publishHardCatalog(service.url, 'operator')
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
  'board of step labels',
  'empty board of step labels',
  'board of a pool',
  'board of a pool by votes',
  'empty board of a pool',
  'run',
  'held run',
  'run of votes',
  'run on step labels',
  'run on a pool',
  'items',
  'items of step labels',
  'items of a pool',
  'item with an error',
  'item without an error',
  'item without scores',
  'long item',
  'item of an empty board',
  'item with wrong steps',
  'item judged by redundancy',
  'item without a wrong step',
  'item of step labels without a run',
  'problem with many candidates',
  'problem with a candidate open',
  'problem by another policy',
  'problem without a score',
  'problem without a run',
  'papers',
  'model',
  'model without a run',
  'reported',
  'submit',
  'method',
  'method of step labels',
  'method of pools',
  'activity',
  'reference',
  'no such run',
] as const

const Rows = z.object({
  rows: z.array(z.object({ id: z.string(), benchmark: z.string(), model: z.string() })),
})
const Items = z.object({ rows: z.array(z.object({ item: z.object({ id: z.string() }) })) })

async function get<Schema extends z.ZodType>(path: string, schema: Schema) {
  const response = await fetch(`${service.url}/api/v1${path}`)
  return schema.parse(await response.json())
}

/** An address of every kind of page, from what the API says there is. */
async function discover() {
  const { rows: runs } = await get('/runs?limit=100', Rows)
  const runOf = (benchmark: string, model: string) =>
    runs.find((run) => run.benchmark === benchmark && run.model.startsWith(model))?.id ?? ''
  const itemsOf = async (run: string, subset: string) => {
    const { rows } = await get(`/runs/${run}/items?subset=${subset}`, Items)
    return rows.map(({ item }) => item.id)
  }
  const run = runOf('hard', 'an-owner')
  const onSteps = runOf('hard-steps', 'an-owner')
  const onPool = runOf('hard-pool', 'an-owner')
  const models = runs.filter(
    ({ benchmark, model }) => benchmark === 'hard' && model !== 'baseline/random',
  )
  const items = await itemsOf(run, 'geometry')
  const steps = await itemsOf(onSteps, 'counterfactual')
  const redundant = await itemsOf(onSteps, 'redundency')
  const right = await itemsOf(onSteps, 'multi_solutions')
  const problems = await itemsOf(onPool, 'easy')
  return {
    overview: '/',
    board: '/boards/hard',
    'tuned board': '/boards/hard?class=tuned',
    'oracle board': '/boards/hard?class=oracle&kind=',
    'board without a match': '/boards/hard?trust=reported',
    'empty board': '/boards/empty-hard',
    'board of step labels': '/boards/hard-steps',
    'empty board of step labels': '/boards/empty-hard-steps',
    'board of a pool': '/boards/hard-pool',
    'board of a pool by votes': '/boards/hard-pool?policy=vote:prod',
    'empty board of a pool': '/boards/empty-hard-pool',
    run: `/runs/${run}`,
    'held run': `/runs/${runOf('hard', 'flat/held')}`,
    'run of votes': `/runs/${runOf('hard', 'critic/votes')}`,
    'run on step labels': `/runs/${onSteps}`,
    'run on a pool': `/runs/${runOf('hard-pool', 'implicit/ratios')}`,
    items: `/runs/${run}/items`,
    'items of step labels': `/runs/${onSteps}/items?outcome=both`,
    'items of a pool': `/runs/${onPool}/items?policy=vote:min`,
    'item with an error': `/items/hard/${items[2]}?runs=${models.map(({ id }) => id).join()}`,
    'item without an error': `/items/hard/${items[1]}?runs=${runOf('hard', 'baseline/random')}`,
    'item without scores': `/items/hard/${items[3]}?class=tuned`,
    'long item': `/items/hard/${items[0]}`,
    'item of an empty board': `/items/empty-hard/${items[0]}`,
    'item with wrong steps': `/items/hard-steps/${steps[0]}`,
    'item judged by redundancy': `/items/hard-steps/${redundant[1]}`,
    'item without a wrong step': `/items/hard-steps/${right[1]}`,
    'item of step labels without a run': `/items/empty-hard-steps/${steps[0]}`,
    'problem with many candidates': `/items/hard-pool/${problems[0]}`,
    'problem with a candidate open': `/items/hard-pool/${problems[0]}?candidate=37`,
    'problem by another policy': `/items/hard-pool/${problems[1]}?policy=best_of:max&runs=${runOf('hard-pool', 'implicit/ratios')}`,
    'problem without a score': `/items/hard-pool/${problems[2]}?runs=${runOf('hard-pool', 'never/scored')}`,
    'problem without a run': `/items/empty-hard-pool/${problems[0]}`,
    papers: '/papers',
    model: `/models/${LONG_MODEL}`,
    'model without a run': '/models/judge-3',
    reported: '/reported/elsewhere',
    submit: '/submit',
    method: '/method/first-error',
    'method of step labels': '/method/step-labels',
    'method of pools': '/method/best-of-n',
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
}, 120_000)

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

test('a pool changes policy by links, and a filter keeps the policy', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await open(page, 'board of a pool')
  const votes = page.getByRole('group', { name: 'Vote of the candidates, weighted by' })
  await votes.getByRole('link', { name: 'mean' }).click()
  expect(new URL(page.url()).search).toBe('?policy=vote%3Amean')
  await page.getByLabel('Kind').selectOption('generative_prm')
  await page.getByRole('button', { name: 'Show' }).click()
  expect(new URL(page.url()).searchParams.get('policy')).toBe('vote:mean')
  expect(await page.locator('.board tbody th[scope=row] a').allInnerTexts()).toEqual(['often'])
  await context.close()
})

test('a candidate that is linked to stands open, on the page of candidates that holds it', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await open(page, 'problem with a candidate open')
  expect(await page.locator('details[open]').getAttribute('id')).toBe('c37')
  expect(await page.locator('details.cand').count()).toBe(8)
  await page.getByRole('link', { name: 'Candidates before 32' }).click()
  expect(await page.locator('details.cand').count()).toBe(32)
  await context.close()
})

test('what papers report stands apart from the board, with its source and what was recomputed', async () => {
  const page = await browser.newPage()
  await open(page, 'board')
  const reported = page.getByRole('region', { name: /^46 published numbers of Hard/ })
  expect(await reported.locator('tbody tr').count()).toBe(40)
  const first = reported.locator('tbody tr').first()
  expect(await first.innerText()).toContain('parts give 80.0')
  expect(await first.innerText()).toMatch(/fixed:0\.5, reported \d+\.\d (higher|lower)/)
  expect(await first.getByRole('link', { name: /Table 1$/ }).getAttribute('href')).toBe(
    'https://example.org/study',
  )
  expect(await page.locator('.board .reported, .board .src').count()).toBe(0)
  await open(page, 'board of a pool')
  expect(await page.locator('.reported').count()).toBe(0)
  await open(page, 'overview')
  await page.getByRole('link', { name: 'Elsewhere' }).click()
  expect(new URL(page.url()).pathname).toBe('/reported/elsewhere')
  await page.close()
})

test.for([
  ['/boards/none', 404],
  ['/reported/none', 404],
  ['/models/none', 404],
  ['/runs/none', 404],
  ['/items/hard/none', 404],
  ['/nothing/at/all', 404],
  ['/boards/hard?class=none', 400],
  ['/boards/hard?cursor=none', 400],
  ['/boards/hard?policy=best_of:min', 400],
] as const)('%s answers %i and offers what there is', async ([path, status]) => {
  const response = await fetch(service.url + path)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).toContain('href="/boards/hard"')
})
