import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { copyRuns } from './copy-runs.ts'
import { migrate, serve } from './service.ts'
import { prepare, readSubmission, SUBMISSIONS } from './submissions.ts'
import { submitRun } from './submit-run.ts'
import { timeAt } from './times.ts'

// What `npm run bench:api` does: submits whole runs to the API in local workerd, fills a board with
// copies of one, and reads it beside a route that does nothing.

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '5' },
    boards: { type: 'string', default: '10,100,1000,10000' },
  },
})
const REQUESTS = Number(options.requests)
const ROUNDS = Number(options.rounds)
const BOARDS = options.boards.split(',').map(Number)
const BOARD = '/api/v1/leaderboards/processbench'
/** Rows of a page, and how many rows of D1 may be read beyond them. */
const PAGE = 50
const SPARE = 10

const state = mkdtempSync(join(tmpdir(), 'stepmark-bench-'))
try {
  console.log(`Node ${process.version}, local workerd, on ${cpus()[0]?.model} × ${cpus().length}`)
  await migrate(state)
  await submitAll()
  console.log(`\nReading a board: ${PAGE} rows a page, ${ROUNDS} rounds of ${REQUESTS} requests`)
  for (const runs of BOARDS) {
    copyRuns(state, { model: 'bench/first', count: runs })
    await measureReads(runs)
  }
} finally {
  rmSync(state, { recursive: true })
}

/** Publishes every benchmark and submits a whole run of each. */
async function submitAll(): Promise<void> {
  await using service = await serve(state)
  const token = await prepare(service.url)
  console.log('\nWhole submissions, the first after a start')
  for (const submission of SUBMISSIONS) {
    const { opened, linesOf } = await readSubmission(submission)
    const to = { url: service.url, token }
    const run = await submitRun(opened, { lines: linesOf(1), model: 'bench/first', to })
    const [sending, finalize] = [run.sending.toFixed(0), run.finalize.toFixed(0)]
    console.log(
      `  ${opened.definition.name}: ${sending} ms to send, ${finalize} ms to finalize; ` +
        `D1 rows written ${run.before} + ${run.rows}`,
    )
  }
}

async function measureReads(runs: number): Promise<void> {
  await using service = await serve(state)
  const board = `${service.url}${BOARD}?limit=${PAGE}`
  const counted = await fetch(board, {
    headers: { 'x-count-rows': 'all' },
  })
  await counted.text()
  const rows = Number(counted.headers.get('x-rows-read'))
  const times: Record<string, number[]> = {}
  const kinds = {
    hello: () => get(`${service.url}/hello`),
    cached: () => get(board),
    uncached: () => get(board, { 'x-uncached': 'yes' }),
  }
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [kind, request] of Object.entries(kinds)) {
      for (let one = 0; one < REQUESTS; one++) {
        const start = performance.now()
        await request()
        // The first round warms up.
        if (round > 0) (times[kind] ??= []).push(performance.now() - start)
      }
    }
  }
  const most = Math.min(PAGE, runs) + SPARE
  console.log(
    `\n  ${runs} runs: D1 rows read ${rows}, at most ${most}: ${rows <= most ? 'met' : 'missed'}`,
  )
  const base = timeAt(times['hello'] ?? [], 0.5)
  for (const [kind, taken] of Object.entries(times)) {
    const [p50, p99] = [timeAt(taken, 0.5), timeAt(taken, 0.99)]
    const rate = (1000 * taken.length) / taken.reduce((sum, time) => sum + time, 0)
    console.log(
      `    ${kind.padEnd(9)} p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ` +
        `${rate.toFixed(0)} requests/s, ${(p50 / base).toFixed(2)}× of hello`,
    )
  }
}

async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}
