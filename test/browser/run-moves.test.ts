import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { stepmark as finished } from '../bench-runner/stepmark.ts'
import { launch } from './launch.ts'
import { stepmark } from './real-line.ts'

// What becomes of runs, by the command line and on the pages a reader sees.

const url = inject('url')
const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: inject('operatorToken') }
const BENCHMARK = 'stepmark-mini'
let folder: string
let browser: Browser
let page: Page
let own: { STEPMARK_API: string; STEPMARK_TOKEN: string }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepmark-'))
  browser = await launch()
  page = await browser.newPage({ javaScriptEnabled: false })
  await stepmark(['admin', 'publish', BENCHMARK], operator)
  const token = await stepmark(['admin', 'token', 'moves-test'], operator)
  own = { STEPMARK_API: url, STEPMARK_TOKEN: token }
}, 120_000)
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

async function scored(model: string): Promise<string> {
  const asked = ['--benchmark', BENCHMARK, '--backend', 'baseline', '--model', model]
  return stepmark(['run', ...asked, '--output', folder])
}

test('an unlisted run is behind its link; a run gives way to another, and is withdrawn', async () => {
  const random = await scored('random')
  const hidden = await finished(['submit', random, '--unlisted'], own)
  expect(hidden.code).toBe(0)
  const link = hidden.stdout.trim()
  expect(link).toMatch(/\/runs\/run_[0-9a-f]{16}\?key=[0-9a-f]{64}$/)
  expect(hidden.stderr).toContain(`Its link will be ${link}`)
  const [, first = '', key = ''] = /(run_[0-9a-f]{16})\?key=(.*)$/.exec(link) ?? []

  await page.goto(link)
  expect(await page.locator('main').innerText()).toContain('Only those who have this link')
  // Every link to the API and to the run's items works on from here.
  const links = await page
    .locator(`main a[href*="${first}"]`)
    .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
  expect(links.length).toBeGreaterThan(8)
  for (const href of links) expect([href, (await fetch(url + href)).status]).toEqual([href, 200])
  expect((await fetch(link.split('?')[0] ?? '')).status).toBe(404)
  expect((await finished(['status', first], own)).code).toBe(5)
  expect((await stepmark(['status', first, '--key', key], own)).split('\n')[1]).toBe(
    'state     listed, unlisted',
  )
  const publish = await fetch(`${url}/api/v1/runs/${first}/publish`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.STEPMARK_TOKEN}` },
  })
  expect(publish.status).toBe(200)

  const made = await scored('length')
  const length = await stepmark(['submit', made], own)
  const second = length.slice(length.lastIndexOf('/') + 1)
  await stepmark(['supersede', first, '--by', second, '--reason', 'Scored by length'], own)
  await page.goto(`${url}/runs/${first}`)
  const told = await page.locator('main').innerText()
  expect(told).toContain('Scored by length')
  expect(told).toContain('run superseded by moves-test')
  const cycle = await finished(['supersede', second, '--by', first, '--reason', 'x'], own)
  expect(cycle.code).toBe(5)
  expect(cycle.stderr).toContain('was superseded itself')

  await stepmark(['withdraw', second, '--reason', 'A mistake'], own)
  const status = await stepmark(['status', second, '--format', 'json'], own)
  expect(z.looseObject({}).parse(JSON.parse(status))).toMatchObject({
    state: 'withdrawn',
    reason: 'A mistake',
    places: [],
  })
  const again = await finished(['submit', made], own)
  expect(again.stderr).toContain('was withdrawn before, and stays so: A mistake')
  expect([again.code, again.stdout.trim()]).toEqual([5, `${url}/runs/${second}`])
}, 240_000)
