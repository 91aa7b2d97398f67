import type { BenchmarkKind } from '#schema/benchmark.ts'
import { percent } from '#schema/format-number.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { MetricResult } from '#schema/metric.ts'

/** How far the value each policy ranks by could be another on other problems; nothing where none can tell. */
export function intervalLines(
  results: readonly MetricResult[],
  kind: BenchmarkKind,
): readonly string[] {
  const byPolicy = Map.groupBy(results, ({ policy }) => policy)
  const known = Array.from(byPolicy.values(), kindOf(kind).headline).flatMap((result) =>
    result?.status === 'ok' && result.interval ? [{ ...result, interval: result.interval }] : [],
  )
  if (known.length === 0) return []
  const width = Math.max(...known.map(({ policy }) => policy.length))
  return [
    '95 % intervals over problems:',
    ...known.map(({ policy, value, interval: { lower, upper } }) => {
      const range = `${percent(lower)} to ${percent(upper)}`
      return `  ${policy.padEnd(width)}  ${percent(value).padStart(5)}, ${range}`
    }),
    '',
  ]
}
