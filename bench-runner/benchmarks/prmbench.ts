import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { PRMBENCH_COMMIT } from './prmbench-files.ts'
import { type PrmBenchRow, readPrmBenchRow } from './prmbench-row.ts'

/** Song et al. 2025: solutions with every wrong step marked, in nine classes of flaws. */
export const PRMBENCH = {
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
  license: 'Apache-2.0',
  source: `github.com/ssmisya/PRMBench at ${PRMBENCH_COMMIT.slice(0, 7)}`,
  homepage: 'https://github.com/ssmisya/PRMBench',
} as const

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
export function readPrmBench(
  files: readonly { readonly path: string; readonly text: string }[],
): PrmBenchItems | Failed {
  const rows: PrmBenchRow[] = []
  for (const file of files) {
    const read = readFile(file)
    if (read.status === 'failed') return read
    rows.push(...read.rows)
  }
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
  text,
}: {
  readonly path: string
  readonly text: string
}): { readonly status: 'ok'; readonly rows: readonly PrmBenchRow[] } | Failed {
  const rows: PrmBenchRow[] = []
  const issues: Issue[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (error) {
      return failed('invalid', `${path}: line ${index + 1} is not JSON: ${reasonOf(error)}`)
    }
    const read = readPrmBenchRow(value)
    if ('issues' in read)
      issues.push(...read.issues.map((issue) => ({ ...issue, line: index + 1 })))
    else rows.push(read)
    if (issues.length >= MAX_ISSUES) break
  }
  if (issues.length === 0) return { status: 'ok', rows }
  return failed('invalid', `${path} has rows that cannot be read`, issues.slice(0, MAX_ISSUES))
}
