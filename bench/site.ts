import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { z } from 'zod'
import { serve } from '../api/serve.ts'
import { launch } from '../test/browser/launch.ts'
import { copyRuns } from './copy-runs.ts'
import { OPERATOR_TOKEN } from './service.ts'
import { prepare, readSubmission, SUBMISSIONS } from './submissions.ts'
import { submitRun } from './submit-run.ts'
import { median, timeAt } from './times.ts'
import { varyCopies } from './vary-copies.ts'

// What `npm run bench:site` does: fills every board with a whole run and that of ProcessBench with many, then
// opens pages of the built site in a browser that has nothing of it yet.

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '20' },
    runs: { type: 'string', default: '200' },
    /** A folder to keep what was filled in, or to take it from. */
    state: { type: 'string' },
  },
})
const REQUESTS = Number(options.requests)
const RUNS = Number(options.runs)
/** Runs that were submitted, not copied, so that their scores can be read. */
const REAL_RUNS = 5
const KB = 1000
/** Most bytes of a page in all, as the browser receives them. */
const BUDGETS: Readonly<Record<string, number>> = { leaderboard: 50 * KB, item: 60 * KB }
/** What fits in the first window of a new connection. */
const FIRST_WINDOW = 14 * KB

/** When the page first showed anything, which may be only after its last byte came. */
const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((entries) => {
    const [first] = entries.getEntriesByName('first-contentful-paint')
    if (first) resolve(first.startTime)
  }).observe({ type: 'paint', buffered: true })
})`
const Standings = z.object({ rows: z.array(z.object({ run: z.string() })) })

const state = options.state ?? mkdtempSync(join(tmpdir(), 'stepmark-bench-'))
try {
  console.log(`Node ${process.version}, local workerd, on ${cpus()[0]?.model} × ${cpus().length}`)
  if (!existsSync(join(state, 'v3'))) {
    await withSite(submitAll)
    copyRuns(state, { model: 'submitted/1', count: RUNS - REAL_RUNS + 1 })
    varyCopies(state)
  }
  await withSite(measureAll)
} finally {
  if (options.state === undefined) rmSync(state, { recursive: true })
}

async function withSite(use: (url: string) => Promise<void>): Promise<void> {
  const { url, stop } = await serve({ port: 0, state, operatorToken: OPERATOR_TOKEN })
  try {
    await use(url)
  } finally {
    await stop()
  }
}

async function submitAll(url: string): Promise<void> {
  const to = { url, token: await prepare(url) }
  for (const submission of SUBMISSIONS) {
    const { opened, linesOf } = await readSubmission(submission)
    const runs = opened.definition.kind === 'first_error' ? REAL_RUNS : 1
    for (let seed = 1; seed <= runs; seed++) {
      await submitRun(opened, { lines: linesOf(seed), model: `submitted/${seed}`, to })
    }
  }
}

async function measureAll(url: string): Promise<void> {
  const pages = await pagesOf(url)
  console.log(`\n${RUNS} runs on a board. KB as received (gzip), with nothing kept from before:`)
  const browser = await launch()
  for (const [name, path] of Object.entries(pages)) {
    const { bytes, html, script, requests, painted } = await openPage(browser, url + path)
    const times = await serverTimes(url + path)
    console.log(
      `  ${name.padEnd(26)} ${kb(bytes)} KB in ${requests} requests, HTML ${kb(html)} KB, ` +
        `script ${kb(script)} KB; server p50 ${median(times).toFixed(0)} ms, ` +
        `p95 ${timeAt(times, 0.95).toFixed(0)} ms; first paint ${painted.toFixed(0)} ms` +
        verdicts(name, { bytes, html, script }),
    )
  }
  await browser.close()
}

function verdicts(
  name: string,
  { bytes, html, script }: { bytes: number; html: number; script: number },
): string {
  const most = BUDGETS[name]
  const said = [
    ...(most === undefined ? [] : [`${most / KB} KB in all: ${met(bytes <= most)}`]),
    ...(name === 'leaderboard' ? [`HTML of 14 KB: ${met(html <= FIRST_WINDOW)}`] : []),
    ...(script === 0 ? [] : ['no script: missed']),
  ]
  return said.length === 0 ? '' : `\n    ${said.join('; ')}`
}

function met(is: boolean): string {
  return is ? 'met' : 'missed'
}

function kb(bytes: number): string {
  return (bytes / KB).toFixed(1)
}

/** A page of each kind, by what the API says there is. */
async function pagesOf(url: string): Promise<Readonly<Record<string, string>>> {
  const runsOf = async (benchmark: string) => {
    const response = await fetch(`${url}/api/v1/leaderboards/${benchmark}?limit=${REAL_RUNS}`)
    return Standings.parse(await response.json()).rows.map(({ run }) => run)
  }
  const [first = '', second = ''] = await runsOf('processbench')
  const [onSteps = ''] = await runsOf('prmbench')
  const [onPool = ''] = await runsOf('bon-gsm8k-500x32')
  return {
    overview: '/',
    leaderboard: '/boards/processbench',
    'leaderboard of step labels': '/boards/prmbench',
    'leaderboard of a pool': '/boards/bon-gsm8k-500x32',
    run: `/runs/${first}`,
    diagnostics: `/runs/${first}/diagnostics`,
    'diagnostics of step labels': `/runs/${onSteps}/diagnostics`,
    'diagnostics of a pool': `/runs/${onPool}/diagnostics`,
    items: `/runs/${first}/items`,
    item: '/items/processbench/math-688',
    comparison: `/compare?runs=${first},${second}`,
    models: '/models',
    method: '/method/first-error/f1',
  }
}

/** What a browser receives for a page, and when it first paints. */
async function openPage(browser: Browser, address: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  const kinds = new Map<string, string>()
  const received = new Map<string, number>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    received.set(requestId, encodedDataLength),
  )
  await page.goto(address, { waitUntil: 'networkidle' })
  const painted = z.number().parse(await page.evaluate(FIRST_PAINT))
  await context.close()
  const sum = (type?: string) =>
    [...received].reduce(
      (total, [id, size]) => total + (type === undefined || kinds.get(id) === type ? size : 0),
      0,
    )
  return {
    bytes: sum(),
    html: sum('Document'),
    script: sum('Script'),
    requests: received.size,
    painted,
  }
}

/** Milliseconds until the whole answer is there, of one request after the other, the first left out. */
async function serverTimes(address: string): Promise<readonly number[]> {
  const times: number[] = []
  for (let request = 0; request <= REQUESTS; request++) {
    const start = performance.now()
    const response = await fetch(address)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${address}: ${response.status}`)
    if (request > 0) times.push(performance.now() - start)
  }
  return times
}
