import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { serve } from './serve.ts'

// What `npm start` does: serves the site with the catalog of the literature, the embedded benchmarks and
// the baselines' runs on them, all of which come in by the same commands and endpoints as anybody's.

const STATE = process.env['STEPMARK_STATE'] ?? '.wrangler/state'
const OPERATOR_TOKEN_FILE = join(STATE, 'operator-token')
const SUBMIT_TOKEN_FILE = join(STATE, 'submit-token')
const BENCHMARKS = ['stepmark-mini', 'stepmark-mini-steps', 'stepmark-mini-pool']
const BASELINES = ['constant-good', 'constant-bad', 'random', 'length', 'calculator']

/** What is read of a board. */
const Board = z.object({ rows: z.array(z.object({ model: z.object({ id: z.string() }) })) })

const port = Number(process.env['PORT'] ?? 8787)
const operatorToken = await kept(OPERATOR_TOKEN_FILE, () => randomBytes(32).toString('hex'))
const stopping = new AbortController()
let stop: () => Promise<void> = async () => {}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopping.abort()
    void stop().then(() => process.exit(128 + constants.signals[signal]))
  })
}

try {
  console.log('Starting Stepmark …')
  const served = await serve({ port, state: STATE, operatorToken })
  stop = served.stop
  await fillBoards(served.url)
  console.log(`\nStepmark is at ${served.url} (Ctrl-C stops it)`)
  console.log('To submit runs and to publish other benchmarks from another terminal:')
  console.log(`  export STEPMARK_API=${served.url}`)
  console.log(`  export STEPMARK_TOKEN=$(cat ${SUBMIT_TOKEN_FILE})`)
  console.log(`  export STEPMARK_OPERATOR_TOKEN=$(cat ${OPERATOR_TOKEN_FILE})`)
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(reasonOf(error))
    await stop()
    process.exit(1)
  }
}

/** Publishes the catalog and each embedded benchmark, and lists a run of each baseline that has none yet. */
async function fillBoards(url: string) {
  const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: operatorToken }
  const token = await kept(SUBMIT_TOKEN_FILE, () =>
    stepmark(['admin', 'token', 'stepmark'], operator),
  )
  await stepmark(['admin', 'catalog'], operator)
  for (const benchmark of BENCHMARKS) {
    await stepmark(['admin', 'publish', benchmark], operator)
    const listed = await listedModels(url, benchmark)
    for (const baseline of BASELINES) {
      if (listed.has(`baseline/${baseline}`)) continue
      console.log(`Scoring ${benchmark} with the baseline ${baseline} …`)
      const folder = await scoredFolder(benchmark, baseline)
      await stepmark(['submit', folder], { STEPMARK_API: url, STEPMARK_TOKEN: token })
    }
  }
}

/** A finished run of a baseline: one that an earlier start left, or a new one. */
async function scoredFolder(benchmark: string, baseline: string): Promise<string> {
  const runs = join(STATE, 'runs', benchmark)
  const [finished] = globSync(join(runs, `baseline__${baseline}`, '*', 'files.json'))
  if (finished !== undefined) return dirname(finished)
  const options = ['--backend', 'baseline', '--model', baseline, '--benchmark', benchmark]
  return stepmark(['run', ...options, '--output', runs], {})
}

/** What an earlier start kept in a file that only its owner can read, or something new. */
async function kept(file: string, make: () => string | Promise<string>): Promise<string> {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const made = await make()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${made}\n`, { mode: 0o600 })
  return made
}

async function listedModels(url: string, benchmark: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`${url}/api/v1/leaderboards/${benchmark}?kind=baseline&limit=100`)
  const { rows } = Board.parse(await response.json())
  return new Set(rows.map(({ model }) => model.id))
}

/** Runs the command line and answers what it wrote to stdout. */
async function stepmark(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const { stdout } = await promisify(execFile)('node', ['bench-runner/stepmark.js', ...args], {
    env: { ...process.env, ...environment },
    signal: stopping.signal,
  })
  return stdout.trim()
}

/** What a failed command said, or the error's own words. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('Address already in use')) {
    return `Port ${port} is taken. Stop what uses it, or choose another: PORT=8788 npm start`
  }
  const said = z.object({ stderr: z.string().min(1) }).safeParse(error).data?.stderr
  return said ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}
