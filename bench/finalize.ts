import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { migrate, serve } from './service.ts'
import { prepare, readSubmission, SUBMISSIONS } from './submissions.ts'
import { type Submitted, submitRun } from './submit-run.ts'
import { median } from './times.ts'

// What `npm run bench:finalize` does: publishes full benchmarks to the API in local workerd, submits
// runs of them, and times what recomputes and lists each.

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    starts: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
})
const RUNS = Number(options.runs)
const STARTS = Number(options.starts)
const TARGET = 250
const CHOSEN = SUBMISSIONS.filter(({ benchmark }) => benchmark.includes(options.only ?? ''))

const state = mkdtempSync(join(tmpdir(), 'stepmark-bench-'))
let models = 0
try {
  console.log(`Node ${process.version}, local workerd, on ${cpus()[0]?.model} × ${cpus().length}`)
  await migrate(state)
  const token = await preparedToken()
  for (const submission of CHOSEN) await measure(submission, token)
} finally {
  rmSync(state, { recursive: true })
}

async function preparedToken(): Promise<string> {
  await using service = await serve(state)
  return await prepare(service.url)
}

async function measure(submission: (typeof SUBMISSIONS)[number], token: string): Promise<void> {
  const { opened, linesOf } = await readSubmission(submission)
  const cold: Submitted[] = []
  const warm: Submitted[] = []
  let after = 0
  for (let start = 0; start < STARTS; start++) {
    await using service = await serve(state)
    const to = { url: service.url, token }
    const runs = start === STARTS - 1 ? RUNS + 1 : 1
    for (let run = 0; run < runs; run++) {
      models += 1
      const model = `bench/${models}`
      const found = await submitRun(opened, { lines: linesOf(models), model, to })
      if (run === 0) cold.push(found)
      else warm.push(found)
      // The boards are refreshed a second after each run, which is another request's time.
      await wait(2500)
      const queued = await fetch(`${service.url}/queued`)
      after = z.object({ written: z.int() }).parse(await queued.json()).written
    }
  }
  console.log(`\n${opened.definition.name}: ${opened.revision.items.length} items`)
  console.log(`  finalize, the first after a start: ${timesOf(cold)}`)
  console.log(`  finalize, later ones:              ${timesOf(warm)}`)
  const [last] = warm.slice(-1)
  if (!last) return
  console.log(`  an empty request takes ${last.empty.toFixed(1)} ms of that`)
  console.log(
    `  D1 rows written, those of indexes among them: ${last.before} before, ${last.rows} by finalize, ${after} after it; ` +
      `of them ${2 * last.policies} of metrics`,
  )
  if (submission.benchmark !== 'processbench') return
  const best = median(warm.map(({ finalize }) => finalize))
  console.log(`  target ${TARGET} ms: ${best <= TARGET ? 'met' : 'missed'}`)
}

function timesOf(runs: readonly Submitted[]): string {
  const times = runs.map(({ finalize }) => finalize)
  const [low, middle] = [Math.min(...times), median(times)].map((time) => time.toFixed(0))
  return `min ${low} ms, median ${middle} ms of ${times.length}`
}
