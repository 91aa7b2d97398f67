import { basename, join } from 'node:path'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import { PRMBENCH_GROUPS } from '#schema/metrics/step-classes.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { decodeLines, readTextLines } from '../read-text.ts'
import { type BenchmarkSource, uniqueRevision } from './benchmark-source.ts'
import { type DownloadOptions, obtain, type PinnedFile } from './pinned-file.ts'
import { PRMBENCH_COMMIT, PRMBENCH_FILES } from './prmbench-files.ts'
import { type PrmBenchRow, readPrmBenchRow } from './prmbench-row.ts'

/** Song et al. 2025: solutions with every wrong step marked, in nine classes of flaws. */
const definition: BenchmarkDefinition = {
  id: 'prmbench',
  name: 'PRMBench',
  kind: 'step_labels',
  description:
    'Tell the right steps from the wrong ones in 6,211 solutions to mathematics problems, with flaws of nine classes.',
  subsets: [
    { id: 'redundency', name: 'Non-redundancy' },
    { id: 'circular', name: 'Non-circular logic' },
    { id: 'counterfactual', name: 'Empirical soundness' },
    { id: 'step_contradiction', name: 'Step consistency' },
    { id: 'domain_inconsistency', name: 'Domain consistency' },
    { id: 'confidence', name: 'Confidence invariance' },
    { id: 'missing_condition', name: 'Prerequisite sensitivity' },
    { id: 'deception', name: 'Deception resistance' },
    { id: 'multi_solutions', name: 'Multi-solution consistency' },
  ],
  groups: [
    { id: 'simplicity', name: 'Simplicity', subsets: [...PRMBENCH_GROUPS.simplicity] },
    { id: 'soundness', name: 'Soundness', subsets: [...PRMBENCH_GROUPS.soundness] },
    { id: 'sensitivity', name: 'Sensitivity', subsets: [...PRMBENCH_GROUPS.sensitivity] },
  ],
  license: 'Apache-2.0',
  source: `github.com/ssmisya/PRMBench at ${PRMBENCH_COMMIT.slice(0, 7)}`,
  homepage: 'https://github.com/ssmisya/PRMBench',
}
/** The revision of the pinned files. */
export const PRMBENCH_REVISION = 'a3450acd763317a6bffb7c2e3e8a1ca1b19df571550740b98d0529890f7c9ba4'

/** From a folder that holds its files, or else from the cache or its pinned address. */
export const prmBench: BenchmarkSource = {
  definition,
  labelSets: [],
  downloads: PRMBENCH_FILES,
  async load({ data, ...options }) {
    const rows: PrmBenchRow[] = []
    let absent = 0
    // One file after the other, so that the text of each is let go before the next is read.
    for (const file of PRMBENCH_FILES) {
      const path = data === undefined ? file.path : join(data, basename(file.path))
      const read = data === undefined ? await download(file, options) : await readTextLines(path)
      if (read.status === 'failed') {
        if (data === undefined || read.code !== 'missing_file') return read
        absent += 1
        continue
      }
      const found = readFile({ path, lines: read.lines })
      if (found.status === 'failed') return found
      rows.push(...found.rows)
    }
    if (absent === PRMBENCH_FILES.length) {
      const names = PRMBENCH_FILES.slice(0, 2).map(({ path }) => basename(path))
      return failed('missing_file', `${data} holds none of ${names.join(', ')}, …`)
    }
    const read = itemsOf(rows)
    const unique = await uniqueRevision(definition, read.items)
    if (unique.status === 'failed') return unique
    const warning = `${absent} of ${PRMBENCH_FILES.length} files are not in ${data}`
    return {
      status: 'ok',
      revision: unique.revision,
      originals: read.correctItems,
      labelSet: unique.revision.id === PRMBENCH_REVISION ? '1' : 'custom',
      warnings: [...read.warnings, ...(absent === 0 ? [] : [warning])],
    }
  },
}

async function download(file: PinnedFile, options: DownloadOptions) {
  const obtained = await obtain(file, options)
  if (obtained.status === 'failed') return obtained
  return { status: 'ok', lines: decodeLines(obtained.bytes) } as const
}

/** A file of PRMBench, read. */
interface PrmBenchFile {
  readonly path: string
  readonly lines: Iterable<string>
}

export interface PrmBenchItems {
  readonly status: 'ok'
  readonly items: readonly StepLabelsItem[]
  /** The solutions without a flaw from which the items were made; no part of the benchmark's scores. */
  readonly correctItems: readonly StepLabelsItem[]
  readonly warnings: readonly string[]
}

/**
 * The items of PRMBench's files (JSON Lines). Of rows with one id the first counts; wrong steps that
 * do not exist are left out; both are counted in the warnings.
 */
export function readPrmBench(files: readonly PrmBenchFile[]): PrmBenchItems | Failed {
  const rows: PrmBenchRow[] = []
  for (const file of files) {
    const read = readFile(file)
    if (read.status === 'failed') return read
    rows.push(...read.rows)
  }
  return itemsOf(rows)
}

function itemsOf(rows: readonly PrmBenchRow[]): PrmBenchItems {
  const kept = new Map<string, PrmBenchRow>()
  for (const row of rows) if (!kept.has(row.item.id)) kept.set(row.item.id, row)
  const repeated = rows.filter((row) => kept.get(row.item.id) !== row).map(({ item }) => item.id)
  const first = [...kept.values()]
  return {
    status: 'ok',
    items: first.map(({ item }) => item),
    correctItems: first.flatMap(({ correctItem }) => correctItem ?? []),
    warnings: [...repetitionsOf(repeated), ...absencesOf(first)],
  }
}

function repetitionsOf(ids: readonly string[]): string[] {
  if (ids.length === 0) return []
  const named = ids.length > 10 ? [...ids.slice(0, 10), '…'] : ids
  const message = `Rows left out because an earlier row has the same id: ${ids.length}`
  return [`${message} (${named.join(', ')})`]
}

function absencesOf(rows: readonly PrmBenchRow[]): string[] {
  const inRows = rows.filter(({ absentSteps }) => absentSteps.length > 0)
  if (inRows.length === 0) return []
  const labels = inRows.reduce((sum, { absentSteps }) => sum + absentSteps.length, 0)
  return [
    `Labels left out because the solution has no such step: ${labels}, in ${inRows.length} items`,
  ]
}

/** The rows of one file. Refused with every problem, up to MAX_ISSUES, each by line and field. */
function readFile({
  path,
  lines,
}: PrmBenchFile): { readonly status: 'ok'; readonly rows: readonly PrmBenchRow[] } | Failed {
  const rows: PrmBenchRow[] = []
  const issues: Issue[] = []
  let number = 0
  for (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (error) {
      return failed('invalid', `${path}: line ${number} is not JSON: ${reasonOf(error)}`)
    }
    const read = readPrmBenchRow(value)
    if ('issues' in read) issues.push(...read.issues.map((issue) => ({ ...issue, line: number })))
    else rows.push(read)
    if (issues.length >= MAX_ISSUES) break
  }
  if (issues.length === 0) return { status: 'ok', rows }
  return failed('invalid', `${path} has rows that cannot be read`, issues.slice(0, MAX_ISSUES))
}
