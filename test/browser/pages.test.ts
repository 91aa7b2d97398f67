import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe, { type AxeResults, type RunOnly } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serve } from '../../api/serve.ts'
import { publishHardBenchmarks } from './hard-benchmark.ts'
import { publishHardCatalog } from './hard-catalog.ts'
import { addressesOf, type Page as PageKind, PAGES } from './hard-pages.ts'
import { follow } from './follow.ts'
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
  paths = await addressesOf(service.url)
  browser = await launch()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await service.stop()
  await rm(state, { recursive: true })
})

/** Opens a page; fails on anything the browser complains of but the 404 that was asked for. */
async function open(page: Page, kind: PageKind): Promise<readonly string[]> {
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

test.for(PAGES)('%s: accessible, no wider than its window, without a script', async (kind) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints = await open(page, kind)
  // Nothing to run, and nothing that shows only where nothing runs.
  expect(await page.locator('script, noscript').count()).toBe(0)
  await page.evaluate(axe.source)
  expect(await violations(page, { type: 'tag', values: WCAG })).toEqual([])
  // The other theme differs by its colours alone.
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await violations(page, { type: 'rule', values: COLOUR })).toEqual([])
  for (const width of [320, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const over = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect({ width, over }).toEqual({ width, over: 0 })
  }
  expect(complaints).toEqual([])
  await context.close()
})

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const COLOUR = ['color-contrast', 'link-in-text-block']

/** The rules that are broken, each with the first places where it is. */
async function violations(page: Page, runOnly: RunOnly) {
  const found = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify({ runOnly })})`)
  return found.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])
}

test('a filter and a ranking class are forms and links', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await open(page, 'board')
  await page.getByRole('link', { name: 'tuned' }).click()
  await page.getByText('Filters').click()
  await page.getByLabel('Kind').selectOption('implicit_prm')
  await page.getByRole('button', { name: 'Show' }).click()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    class: 'tuned',
    kind: 'implicit_prm',
  })
  const names = await page.locator('.board tbody th[scope=row] a').allInnerTexts()
  expect(names.toSorted()).toEqual(['declared-cut', 'no-cut'])
  await context.close()
})

test('a board is searched and sorted by its address, and says nothing of a lead then', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await open(page, 'board')
  const names = page.locator('.board tbody:not(.pinned) th[scope=row] a')
  const all = await names.allInnerTexts()
  await page.locator('.board thead').getByRole('link', { name: 'Model' }).click()
  await page.waitForURL(/sort=model/)
  // By the whole id: baseline/random, critic/votes, flat/held, implicit/declared-cut, partly/unscored
  const byId = ['random', 'votes', 'held', 'declared-cut', 'unscored']
  expect((await names.allInnerTexts()).slice(1)).toEqual(byId)
  const head = page.locator('.board').getByRole('columnheader', { name: 'Model' })
  expect(await head.getAttribute('aria-sort')).toBe('ascending')
  await page.getByLabel('Model', { exact: true }).fill('CUT')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/q=CUT/)
  expect(new URL(page.url()).searchParams.get('sort')).toBe('model')
  expect(await names.allInnerTexts()).toEqual(['declared-cut'])
  expect(await page.locator('.board caption b').innerText()).toMatch(/^Average F1 on /)
  await page.getByRole('link', { name: 'Whole board' }).click()
  await page.waitForURL((url) => !url.searchParams.has('q'))
  expect(await names.allInnerTexts()).toEqual(all)
  await context.close()
})

test('a pool changes policy by links, and a filter keeps the policy', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await open(page, 'board of a pool')
  const votes = page.getByRole('group', { name: 'Vote of the candidates, weighted by' })
  await votes.getByRole('link', { name: 'mean' }).click()
  expect(new URL(page.url()).search).toBe('?policy=vote%3Amean')
  await page.getByText('Filters').click()
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

test.for(['item with an error', 'problem with many candidates', 'preference among many'] as const)(
  '%s: what a run attached stands folded at its place, and breaks nothing',
  async (kind) => {
    const context = await browser.newContext({ javaScriptEnabled: true })
    const page = await context.newPage()
    await open(page, kind)
    const lists = page.locator('details.attached')
    expect(await lists.count()).toBe(2)
    expect(await page.locator('details.attached[open]').count()).toBe(0)
    await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    const text = (await lists.allInnerTexts()).join(' ')
    for (const words of [
      'critique',
      'tool call',
      'passage',
      'search trace',
      '<script>',
      'Cut here',
    ]) {
      expect(text).toContain(words)
    }
    const links = lists.locator('a')
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('rel')))).toEqual([
      'nofollow ugc noopener',
    ])
    expect(await links.first().getAttribute('href')).toMatch(/^https:/)
    expect(await lists.locator('script, img').count()).toBe(0)
    expect(await page.title()).not.toBe('broken')
    expect(
      await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      ),
    ).toBe(0)
    await context.close()
  },
)

test('an item tells how many votes stand behind a decision, and how many could not be read', async () => {
  const page = await browser.newPage()
  await open(page, 'item with an error')
  const row = page.getByRole('row').filter({ hasText: 'votes' }).first()
  expect(await row.innerText()).toContain('2 of 3 votes, 1 unread')
  await page.close()
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

test('a page names its own address, without the key of an unlisted run', async () => {
  const read = async (path: string) => (await fetch(service.url + path)).text()
  const board = await read('/boards/hard?class=tuned')
  expect(board).toContain(`<link rel="canonical" href="${service.url}/boards/hard?class=tuned"`)
  expect(board).not.toContain('noindex')
  const secret = await read(`${paths['run']}?key=0123`)
  expect(secret).toContain(`<link rel="canonical" href="${service.url}${paths['run']}"`)
  expect(secret).toContain('noindex')
})

test('the sitemap leads to pages that are there', async () => {
  const sitemap = await (await fetch(`${service.url}/sitemap.xml`)).text()
  const links = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, link]) => link ?? '')
  for (const path of ['/boards/hard', '/papers/study', '/models/judge-3', '/reported/elsewhere']) {
    expect(links).toContain(service.url + path)
  }
  const statuses = await Promise.all(links.map(async (link) => (await fetch(link)).status))
  expect(new Set(statuses)).toEqual(new Set([200]))
}, 60_000)

test('the keyboard alone leads from the overview to one step of one item, and back', async () => {
  const context = await browser.newContext({ javaScriptEnabled: true })
  const page = await context.newPage()
  await open(page, 'overview')
  for (const path of ['/boards/hard', paths['run'], paths['items'], '/items/hard/', '#s0']) {
    await follow(page, path ?? '')
  }
  expect(new URL(page.url())).toMatchObject({ hash: '#s0' })
  expect(await page.locator('#s0').isVisible()).toBe(true)
  for (const path of ['/boards/hard', '/']) await follow(page, path)
  expect(new URL(page.url()).pathname).toBe('/')
  await context.close()
}, 60_000)
