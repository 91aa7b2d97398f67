import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile } from '../tiny-benchmark.ts'

export const MODEL = ['--model', 'lab/prm', '--kind', 'generative_prm']

/** The folder of a run that replays a file of predictions. */
export async function replayed(
  benchmark: readonly string[],
  predictions: string,
  ...options: readonly string[]
): Promise<string> {
  const scores = ['--backend', 'replay', '--predictions', predictions, ...MODEL]
  return made(['run', '-q', '--benchmark', benchmark, scores, options])
}

/** The folder of a run of a real model's scores. */
export function realRun(benchmark: keyof typeof REAL_DATA, scores: string): Promise<string> {
  const data = REAL_DATA[benchmark]
  const path = `../shared/data/scores/${data}/${scores}`
  return replayed([benchmark, '--data', `../shared/data/${data}`], path)
}

const REAL_DATA = {
  'processbench-1000': 'processbench-1000',
  prmbench: 'prmbench',
  'best-of-n': 'best-of-n-gsm8k',
} as const

/** The folder of a run of these lines. */
export function runOf(
  benchmark: string,
  lines: readonly object[],
  ...options: readonly string[]
): Promise<string> {
  return replayed([benchmark], predictionsFile(lines), ...options)
}

/** The folder that a command makes and names. */
export async function made(args: readonly (string | readonly string[])[], code = 0) {
  const flat = args.flat()
  const ran = await stepmark([...flat, '--output', temporaryFolder()])
  expect(ran).toMatchObject({ code })
  return ran.stdout.trim()
}

/** What an export writes: the files by their path in the output folder. */
export async function exported(
  folder: string,
  format: string,
  ...options: readonly string[]
): Promise<ReadonlyMap<string, string>> {
  const output = temporaryFolder()
  const ran = await stepmark(['export', folder, '--format', format, '-o', output, options])
  expect(ran).toMatchObject({ code: 0 })
  const paths = globSync('**/*.json*', { cwd: output }).sort()
  expect(ran.stdout.trim().split('\n').sort()).toEqual(paths.map((path) => join(output, path)))
  return new Map(paths.map((path) => [path, readFileSync(join(output, path), 'utf8')]))
}

/** The folder of the run that comes back from an export. */
export async function thereAndBack(
  folder: string,
  format: 'eee' | 'lm-eval',
  benchmark: readonly string[],
  ...model: readonly string[]
): Promise<string> {
  const files = await exported(folder, format, '--organization', 'A lab')
  const rows = [...files].filter(([path]) => /samples/.test(path))
  const there = temporaryFolder()
  const paths = rows.map(([, text], index) => {
    const path = join(there, `${index}.jsonl`)
    writeFileSync(path, text)
    return path
  })
  const about = model.length > 0 ? model : MODEL
  return made(['import', '-q', '--from', format, '--benchmark', benchmark, about, paths])
}

/** The lines of a run's predictions, by subset. */
export function predictionsOf(folder: string): Readonly<Record<string, string>> {
  const paths = globSync('predictions/*.jsonl', { cwd: folder }).sort()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

export function parseRows(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}
