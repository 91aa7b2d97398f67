import type { ReportedBenchmark, ReportedResult } from './catalog.ts'
import type { ResultFlag } from './result-flag.ts'

/** What floating-point sums may add to a difference. */
const SLACK = 1e-9

/** Results of one model from one table, under one protocol, by subset and metric. */
export interface StatedTable {
  readonly benchmark: ReportedBenchmark
  readonly results: readonly ReportedResult[]
  /** Of the percentages, as printed: a stated value may be half a unit off. */
  readonly decimals: number
}

/** Values that do not follow from others of their table, each with the flag that says so. */
export function* impliedFlags({ benchmark, results, decimals }: StatedTable): Generator<{
  readonly result: ReportedResult
  readonly flag: ResultFlag
}> {
  const halfUnit = 10 ** -(decimals + 2) / 2
  const rows = Map.groupBy(results, ({ metric, candidates }) => `${metric} ${candidates}`)
  for (const row of rows.values()) {
    const bySubset = new Map(row.map((result) => [result.subset, result]))
    for (const { subset, of, whole } of benchmark.averages) {
      const result = bySubset.get(subset)
      const parts = of.flatMap((part) => bySubset.get(part)?.value ?? [])
      if (!result || parts.length === 0) continue
      const flag = averageFlag(result.value, parts, {
        of: whole ? of.length : parts.length,
        halfUnit,
      })
      if (flag) yield { result, flag }
    }
  }
  for (const table of Map.groupBy(results, ({ subset }) => subset).values()) {
    const f1 = table.find(({ metric }) => metric === 'f1')
    const error = table.find(({ metric }) => metric === 'error_accuracy')
    const correct = table.find(({ metric }) => metric === 'correct_accuracy')
    if (!f1 || !error || !correct) continue
    const flag = f1Flag(f1.value, { error: error.value, correct: correct.value }, halfUnit)
    if (flag) yield { result: f1, flag }
  }
}

/** Half a unit of rounding in the average and half a unit in the mean of its parts. */
function averageFlag(
  stated: number,
  parts: readonly number[],
  { of, halfUnit }: { readonly of: number; readonly halfUnit: number },
): ResultFlag | undefined {
  const sum = parts.reduce((total, part) => total + part, 0)
  const recomputed = rounded(sum / parts.length)
  const follows = Math.abs(stated - sum / of) <= 2 * halfUnit + SLACK
  if (parts.length === of) return follows ? undefined : { flag: 'average_differs', recomputed }
  return follows ? { flag: 'missing_counted_as_zero', recomputed } : undefined
}

/** Zheng et al. 2024: F1 is the harmonic mean of the two accuracies, each of which may be half a unit off. */
function f1Flag(
  stated: number,
  { error, correct }: { readonly error: number; readonly correct: number },
  halfUnit: number,
): ResultFlag | undefined {
  const lowest = harmonicMean(Math.max(error - halfUnit, 0), Math.max(correct - halfUnit, 0))
  const highest = harmonicMean(error + halfUnit, correct + halfUnit)
  const margin = halfUnit + SLACK
  if (lowest - margin <= stated && stated <= highest + margin) return undefined
  return { flag: 'f1_differs', recomputed: rounded(harmonicMean(error, correct)) }
}

function harmonicMean(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b)
}

/** As flags state it: six decimals of a proportion. */
function rounded(value: number): number {
  return Number(value.toFixed(6))
}
