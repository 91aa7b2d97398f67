import { dirname, isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { BenchmarkDefinition, definitionProblems, SubsetId } from '#schema/benchmark.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { Failed } from '../failure.ts'
import { readRecord } from '../read-record.ts'
import { readText } from '../read-text.ts'
import {
  type BenchmarkSource,
  type LoadedBenchmark,
  type LoadOptions,
  uniqueRevision,
} from './benchmark-source.ts'
import { FirstErrorRows, readFirstErrorRow } from './first-error-rows.ts'
import { PoolRows, readPoolRow } from './pool-rows.ts'
import { PreferenceRows, readPreferenceRow } from './preference-rows.ts'
import { type ReadRow, type RowFile, type RowPlace, readRows } from './read-rows.ts'
import { labelFormProblem, readStepLabelRow, StepLabelRows } from './step-label-rows.ts'

const DataPath = z
  .string()
  .min(1)
  .max(500)
  .refine((path) => !isAbsolute(path) && !/^\.\.(\/|\\|$)/.test(normalize(path)), {
    error: 'Write a path inside the folder of the manifest or of --data',
  })

const common = {
  ...BenchmarkDefinition.shape,
  files: z
    .union([z.record(SubsetId, DataPath), z.array(DataPath).min(1)])
    .meta({ description: 'One file a subset; or a list, when `fields.subset` names each row’s.' }),
}

/** A benchmark added without code: what it is, where its files lie and how their rows are written. */
export const BenchmarkManifest = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...common, kind: z.literal('first_error'), ...FirstErrorRows.shape }),
    z.strictObject({ ...common, kind: z.literal('step_labels'), ...StepLabelRows.shape }),
    z.strictObject({ ...common, kind: z.literal('best_of_n'), ...PoolRows.shape }),
    z.strictObject({ ...common, kind: z.literal('preference'), ...PreferenceRows.shape }),
  ])
  .superRefine((manifest, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message })
    for (const { path, message } of definitionProblems(manifest)) refuse(path, message)
    const { subsets, files, fields } = manifest
    const ids = subsets.map(({ id }) => id)
    if (Array.isArray(files) !== (fields.subset !== undefined)) {
      refuse(['files'], 'Write a list of files just when `fields.subset` names the subset of a row')
    } else if (!Array.isArray(files)) {
      for (const id of ids) {
        if (!Object.hasOwn(files, id)) refuse(['files', id], 'This subset has no file')
      }
      for (const id of Object.keys(files)) {
        if (!ids.includes(id)) refuse(['files', id], `Not a subset. Subsets: ${ids.join(', ')}`)
      }
    }
    switch (manifest.kind) {
      case 'first_error': {
        const { noError, indexBase } = manifest
        if (typeof noError !== 'number' || noError < indexBase) return
        refuse(['noError'], `${noError} is a step when steps count from ${indexBase}`)
        return
      }
      case 'step_labels': {
        const problem = labelFormProblem(manifest)
        if (problem !== undefined) refuse([manifest.marks ? 'marks' : 'indexBase'], problem)
        return
      }
      case 'best_of_n':
      case 'preference':
    }
  })
export type BenchmarkManifest = z.infer<typeof BenchmarkManifest>

/** Reads a manifest file, JSON or YAML; its data files are read when the benchmark is loaded. */
export async function manifestSource(
  path: string,
): Promise<{ readonly status: 'ok'; readonly source: BenchmarkSource } | Failed> {
  const read = await readRecord(path, BenchmarkManifest)
  if (read.status === 'failed') return read
  const { definition, readRow } = unfold(read.value)
  const { files } = read.value
  const source: BenchmarkSource = {
    definition,
    labelSets: [],
    downloads: [],
    load: (options) => load({ definition, files, readRow, folder: dirname(path) }, options),
  }
  return { status: 'ok', source }
}

type RowReader = (row: unknown, place: RowPlace) => ReadRow<BenchmarkItem>

/** A manifest as a definition and a way to read its rows. */
function unfold(manifest: BenchmarkManifest): {
  readonly definition: BenchmarkDefinition
  readonly readRow: RowReader
} {
  switch (manifest.kind) {
    case 'first_error': {
      const { fields, indexBase, noError, files: _, ...definition } = manifest
      const format = { fields, indexBase, noError }
      return { definition, readRow: (row, place) => readFirstErrorRow(row, { place, format }) }
    }
    case 'step_labels': {
      const { fields, indexBase, marks, files: _, ...definition } = manifest
      const format = { fields, indexBase, marks }
      return { definition, readRow: (row, place) => readStepLabelRow(row, { place, format }) }
    }
    case 'best_of_n': {
      const { fields, files: _, ...definition } = manifest
      const format = { fields }
      return { definition, readRow: (row, place) => readPoolRow(row, { place, format }) }
    }
    case 'preference': {
      const { fields, files: _, ...definition } = manifest
      const format = { fields }
      return { definition, readRow: (row, place) => readPreferenceRow(row, { place, format }) }
    }
  }
}

async function load(
  {
    definition,
    files,
    readRow,
    folder,
  }: {
    readonly definition: BenchmarkDefinition
    readonly files: BenchmarkManifest['files']
    readonly readRow: RowReader
    readonly folder: string
  },
  { data = folder }: LoadOptions,
): Promise<LoadedBenchmark | Failed> {
  const named = Array.isArray(files)
    ? files.map((path) => ({ subset: undefined, path }))
    : definition.subsets.map(({ id }) => ({ subset: id, path: files[id] ?? '' }))
  const read: RowFile[] = []
  for (const { subset, path: name } of named) {
    const path = join(data, name)
    const file = await readText(path)
    if (file.status === 'failed') return file
    read.push({ subset, path, text: file.text })
  }
  const rows = readRows(read, readRow)
  if (rows.status === 'failed') return rows
  const unique = await uniqueRevision(definition, rows.items)
  if (unique.status === 'failed') return unique
  return { status: 'ok', revision: unique.revision, labelSet: 'custom', warnings: [] }
}
