import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { unstable_startWorker } from 'wrangler'
import { sha256 } from '#schema/sha256.ts'

export const OPERATOR_TOKEN = 'operator-of-the-bench'

/** Makes the database of a service in a folder. */
export async function migrate(state: string): Promise<void> {
  await command('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state])
}

/** Serves the API of bench/worker.ts in local workerd over the database in a folder. */
export async function serve(state: string) {
  const worker = await unstable_startWorker({
    config: 'wrangler.toml',
    entrypoint: 'bench/worker.ts',
    dev: { server: { port: 0 }, persist: state, inspector: false, watch: false },
    bindings: {
      OPERATOR_TOKEN_SHA256: { type: 'plain_text', value: await sha256(OPERATOR_TOKEN) },
    },
  })
  const url = new URL(String(await worker.url)).origin
  return { url, [Symbol.asyncDispose]: () => worker.dispose() }
}

/** Runs the command line as the operator of a service; answers what it printed. */
export async function operate(url: string, ...args: readonly string[]): Promise<string> {
  const environment = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: OPERATOR_TOKEN }
  return command(process.execPath, ['bench-runner/stepmark.js', ...args], environment)
}

async function command(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, ...environment }
  const { stdout } = await promisify(execFile)(file, [...args], { env })
  return stdout.trim()
}
