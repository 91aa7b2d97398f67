import { expect } from 'vitest'
import type { ScoreKind } from '#schema/score-kind.ts'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { formatIssue } from '../../../bench-runner/failure.ts'
import { IMPORT_FORMATS } from '../../../bench-runner/interchange/import-formats.ts'
import { importRows } from '../../../bench-runner/interchange/import-rows.ts'
import { predictionsFile } from '../tiny-benchmark.ts'

/** What is wrong with a row that must be refused, each problem with its line and file. */
export async function problemsOf(
  row: object | string,
  {
    format: id,
    benchmark: path,
    scoreKind = { kind: 'probability' },
    rule,
  }: { format: string; benchmark: string; scoreKind?: ScoreKind; rule?: string },
): Promise<string> {
  const benchmark = await openBenchmark({ benchmark: path })
  const format = IMPORT_FORMATS.find((known) => known.id === id)
  if (benchmark.status === 'failed' || !format) throw new Error(`${path} must open, ${id} exist`)
  // a blank line counts as one, so the row is on the second
  const file = predictionsFile(['', row])
  const read = await importRows(format, [file], { benchmark, model: 'lab/prm', scoreKind, rule })
  const issues = read.status === 'failed' ? (read.issues ?? []) : []
  for (const issue of issues) {
    expect(issue).toMatchObject({ line: 2, message: expect.stringContaining(` (${file})`) })
  }
  return issues.map(formatIssue).join('\n')
}
