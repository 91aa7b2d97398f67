import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Standing } from '#schema/standing.ts'
import { SHARED } from '../shared-data.ts'

// Real step scores on their way from files to the pages a reader sees.

/** The path of a file of the real data. */
export function shared(path: string): string {
  return fileURLToPath(new URL(path, SHARED))
}

/** What an independent implementation computed of a benchmark. */
export function expectedOf<Schema extends z.ZodType>(name: string, schema: Schema) {
  const text = readFileSync(shared('data/EXPECTED.json'), 'utf8')
  return z.object({ [name]: schema }).parse(JSON.parse(text))[name] as z.infer<Schema>
}

/** Runs the command line and answers what it wrote to stdout. */
export async function stepmark(args: readonly string[], environment = {}): Promise<string> {
  const env = { ...process.env, ...environment }
  const { stdout } = await promisify(execFile)('node', ['bench-runner/stepmark.js', ...args], {
    env,
    maxBuffer: 100_000_000,
  })
  return stdout.trim()
}

/** A service the tests have for themselves, and what they may do there. */
export interface Line {
  readonly url: string
  readonly operatorToken: string
  /** Where run folders are made. */
  readonly folder: string
}

/** Publishes a benchmark from local files and takes each model's scores all the way to its board. */
export async function takeToBoard(
  { url, operatorToken, folder }: Line,
  benchmark: { readonly id: string; readonly data: string },
  models: readonly { readonly name: string; readonly kind: string; readonly scores: string }[],
): Promise<void> {
  const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: operatorToken }
  const from = ['--data', shared(benchmark.data)]
  await stepmark(['admin', 'publish', benchmark.id, ...from], operator)
  const token = await stepmark(['admin', 'token', 'line-test'], operator)
  for (const { name, kind, scores } of models) {
    const replay = ['--backend', 'replay', '--predictions', shared(scores)]
    const model = ['--model', `test/${name}`, '--kind', kind, '--params', '7.6B']
    const asked = ['run', '--benchmark', benchmark.id, '--output', folder]
    const run = await stepmark([...asked, ...from, ...replay, ...model])
    await stepmark(['submit', run], { STEPMARK_API: url, STEPMARK_TOKEN: token })
  }
}

/** A board once its runs were placed, which happens a moment after they are listed. */
export async function placedBoard(url: string, board: string): Promise<readonly Standing[]> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/leaderboards/${board}`)
    const { rows } = z.object({ rows: z.array(Standing) }).parse(await response.json())
    if (rows.length > 0 && rows.every(({ rank }) => rank !== null)) return rows
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
