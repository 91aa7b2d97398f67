import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a user would and waits for its end; arguments may come in groups. */
export function stepmark(
  args: readonly (string | readonly string[])[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return finished(start(['bench-runner/stepmark.js', ...args.flat()], env))
}

export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, args, { env: { ...process.env, NO_COLOR: '1', ...env } })
}

export async function finished(child: ChildProcess): Promise<Finished> {
  const said = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk) => (said.stdout += String(chunk)))
  child.stderr?.on('data', (chunk) => (said.stderr += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, ...said }
}

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepmark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
