import { dirname, isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { BenchmarkDefinition, SubsetId } from '#schema/benchmark.ts'
import type { Failed } from '../failure.ts'
import { readJson } from '../read-json.ts'
import { readText } from '../read-text.ts'
import {
  type BenchmarkSource,
  type LoadedBenchmark,
  type LoadOptions,
  uniqueRevision,
} from './benchmark-source.ts'
import { readSubsets, type SubsetFile } from './read-rows.ts'
import { RowFormat } from './row-format.ts'

const DataPath = z
  .string()
  .min(1)
  .max(500)
  .refine((path) => !isAbsolute(path) && !/^\.\.(\/|\\|$)/.test(normalize(path)), {
    error: 'Write a path inside the folder of the manifest or of --data',
  })

/** A benchmark added without code: what it is, where its files lie and how their rows are written. */
export const BenchmarkManifest = z
  .strictObject({
    ...BenchmarkDefinition.shape,
    ...RowFormat.shape,
    files: z.record(SubsetId, DataPath),
  })
  .superRefine(({ subsets, files, tuningSubset, indexBase, noError }, context) => {
    const ids = subsets.map(({ id }) => id)
    const refuse = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    if (new Set(ids).size < ids.length) refuse(['subsets'], 'Two subsets have the same id')
    for (const id of ids) {
      if (!Object.hasOwn(files, id)) refuse(['files', id], 'This subset has no file')
    }
    for (const id of Object.keys(files)) {
      if (!ids.includes(id)) refuse(['files', id], `Not a subset. Subsets: ${ids.join(', ')}`)
    }
    if (tuningSubset !== undefined && !ids.includes(tuningSubset)) {
      refuse(['tuningSubset'], `Not a subset. Subsets: ${ids.join(', ')}`)
    }
    if (typeof noError === 'number' && noError >= indexBase) {
      refuse(['noError'], `${noError} is a step when steps count from ${indexBase}`)
    }
  })
export type BenchmarkManifest = z.infer<typeof BenchmarkManifest>

/** Reads a manifest file; its data files are read when the benchmark is loaded. */
export async function manifestSource(
  path: string,
): Promise<{ readonly status: 'ok'; readonly source: BenchmarkSource } | Failed> {
  const read = await readJson(path, BenchmarkManifest)
  if (read.status === 'failed') return read
  const { fields, indexBase, noError, files, ...definition } = read.value
  const format = { fields, indexBase, noError }
  const source: BenchmarkSource = {
    definition,
    labelSets: [],
    downloads: [],
    load: (options) => load({ definition, files, format, folder: dirname(path) }, options),
  }
  return { status: 'ok', source }
}

async function load(
  {
    definition,
    files,
    format,
    folder,
  }: {
    definition: BenchmarkDefinition
    files: BenchmarkManifest['files']
    format: RowFormat
    folder: string
  },
  { data = folder }: LoadOptions,
): Promise<LoadedBenchmark | Failed> {
  const read: SubsetFile[] = []
  for (const { id: subset } of definition.subsets) {
    const path = join(data, files[subset] ?? '')
    const file = await readText(path)
    if (file.status === 'failed') return file
    read.push({ subset, path, text: file.text })
  }
  const rows = readSubsets(read, format)
  if (rows.status === 'failed') return rows
  const unique = await uniqueRevision(definition, rows.items)
  if (unique.status === 'failed') return unique
  return { status: 'ok', revision: unique.revision, labelSet: 'custom', warnings: [] }
}
