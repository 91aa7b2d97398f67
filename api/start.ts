import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'
import { serve } from './serve.ts'

// What `npm start` does: serves the site with the catalog of the literature, the embedded benchmarks and the
// baselines' runs on them; with `-- --data DIR` also the real benchmarks that lie in DIR, and the published
// step scores in DIR/scores. All of it comes in by the same commands and endpoints as anybody's.

const STATE = process.env['STEPMARK_STATE'] ?? '.wrangler/state'
const OPERATOR_TOKEN_FILE = join(STATE, 'operator-token')
const SUBMIT_TOKEN_FILE = join(STATE, 'submit-token')
const IMPORT_TOKEN_FILE = join(STATE, 'import-token')
const EMBEDDED = ['stepmark-mini', 'stepmark-mini-steps', 'stepmark-mini-pool']
/** Real benchmarks, the folder of each, and whose published scores of it can be imported. */
const REAL = [
  { benchmark: 'processbench', folder: 'processbench' },
  { benchmark: 'prmbench', folder: 'prmbench', source: 'r-prm' },
  { benchmark: 'bon-gsm8k-500x32', folder: 'best-of-n-gsm8k', source: 'strict-prm-bench' },
  { benchmark: 'processbench-1000', folder: 'processbench-1000', source: 'fover' },
] as const

const { data } = dataAsked()
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

/** Publishes the catalog and each benchmark with its baselines, and imports what lies there of others. */
async function fillBoards(url: string) {
  const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: operatorToken }
  const newToken = (name: string) => stepmark(['admin', 'token', name], operator)
  await kept(SUBMIT_TOKEN_FILE, () => newToken('stepmark'))
  await stepmark(['admin', 'catalog'], operator)
  for (const benchmark of EMBEDDED) await fillBoard({ benchmark, from: [] })
  if (data === undefined) return
  const found = REAL.filter(({ folder }) => existsSync(join(data, folder)))
  for (const { benchmark, folder } of found) {
    await fillBoard({ benchmark, from: ['--data', join(data, folder)] })
  }
  const token = await kept(IMPORT_TOKEN_FILE, () => newToken('literature'))
  for (const { folder, ...of } of found) {
    if (!('source' in of) || !existsSync(join(data, 'scores', folder))) continue
    console.log(`Importing what ${of.source} published of ${of.benchmark} …`)
    const from = ['--data', join(data, 'scores'), '--benchmark-data', join(data, folder)]
    const options = [...from, '--output', join(STATE, 'imports'), '--submit']
    const submitter = { STEPMARK_API: url, STEPMARK_TOKEN: token }
    await stepmark(['import', '--source', of.source, ...options], submitter)
  }

  async function fillBoard({ benchmark, from }: { benchmark: string; from: readonly string[] }) {
    console.log(`Publishing ${benchmark} and its baselines …`)
    await stepmark(['admin', 'publish', benchmark, ...from], operator)
    await stepmark(['admin', 'baselines', benchmark, ...from], operator)
  }
}

/** The folder with real data, where one is named; ends with status 2 where none of it is there. */
function dataAsked(): { readonly data?: string | undefined } {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' } } })
    const folders = REAL.map(({ folder }) => folder)
    if (values.data === undefined) return {}
    const folder = values.data
    if (folders.some((name) => existsSync(join(folder, name)))) return values
    console.error(`${folder} holds none of the folders ${folders.join(', ')}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
  }
  process.exit(2)
}

/** What an earlier start kept in a file that only its owner can read, or something new. */
async function kept(file: string, make: () => string | Promise<string>): Promise<string> {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const made = await make()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${made}\n`, { mode: 0o600 })
  return made
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
