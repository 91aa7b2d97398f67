import { z } from 'zod'
import type { MetricValue } from '../metric.ts'
import type { ScoredItem } from './best-threshold.ts'
import { rightRange } from './decision.ts'
import type { JudgedItem, JudgedSubset } from './first-error-report.ts'
import { processBenchF1 } from './processbench-f1.ts'

/** F1 for the thresholds above `above`, up to and including the next point's. */
export const F1Point = z
  .object({
    above: z.number().optional().meta({
      description:
        'The first point, which has none, holds for all thresholds low enough to flag nothing more.',
    }),
    f1: z.number(),
    error_k: z.int().meta({ description: 'Items with an error judged right.' }),
    correct_k: z.int().meta({ description: 'Items without an error judged right.' }),
  })
  .meta({ id: 'F1Point' })
export type F1Point = z.infer<typeof F1Point>

/** Every value F1 takes, by rising threshold, one point for each change of a count. */
export type F1Curve =
  | {
      readonly status: 'ok'
      readonly error_n: number
      readonly correct_n: number
      readonly points: readonly F1Point[]
    }
  | { readonly status: 'undefined'; readonly reason: string; readonly n: number }

export interface F1Curves {
  readonly subsets: readonly { readonly id: string; readonly curve: F1Curve }[]
  /** The unweighted mean of the subsets' F1 at each threshold; its counts are their sums. */
  readonly average: F1Curve
}

/**
 * F1 of first-error decisions at every threshold. An item is right on one range of thresholds, so a
 * curve is the ranges entered less those left; on scores as they are after any transform.
 */
export function f1Curves(subsets: readonly JudgedSubset[]): F1Curves {
  const curves = subsets.map(({ id, items }) => ({ id, curve: f1Curve(items) }))
  return { subsets: curves, average: averageCurve(curves) }
}

function f1Curve(items: readonly JudgedItem[]): F1Curve {
  const scored = items.filter((item) => 'scores' in item)
  const error_n = items.filter(({ label }) => label.kind === 'at').length
  const correct_n = items.length - error_n
  const f1Of = (error_k: number, correct_k: number): MetricValue =>
    processBenchF1({ error_k, error_n, correct_k, correct_n })
  const defined = f1Of(0, 0)
  if (defined.status === 'undefined') return defined
  if (scored.length < items.length) {
    return { status: 'undefined', reason: 'votes know no threshold', n: items.length }
  }
  const points: F1Point[] = []
  let error_k = 0
  let correct_k = 0
  for (const { above, error, correct } of changesOf(scored)) {
    error_k += error
    correct_k += correct
    if (points.length > 0 && error === 0 && correct === 0) continue
    const f1 = f1Of(error_k, correct_k)
    if (f1.status === 'undefined') return f1
    points.push({
      ...(above > Number.NEGATIVE_INFINITY && { above }),
      f1: f1.value,
      error_k,
      correct_k,
    })
  }
  return { status: 'ok', error_n, correct_n, points }
}

interface Change {
  readonly above: number
  error: number
  correct: number
}

/** How the counts of right items change above each end of a range, by rising threshold; from −∞ on. */
function changesOf(items: readonly ScoredItem[]): readonly Change[] {
  const byEnd = new Map<number, Change>()
  const changeAt = (above: number) => {
    const known = byEnd.get(above) ?? { above, error: 0, correct: 0 }
    byEnd.set(above, known)
    return known
  }
  changeAt(Number.NEGATIVE_INFINITY)
  for (const { label, scores } of items) {
    const range = rightRange(label, scores)
    if (!range) continue
    const group = label.kind === 'at' ? 'error' : 'correct'
    changeAt(range.above)[group] += 1
    if (range.upTo < Number.POSITIVE_INFINITY) changeAt(range.upTo)[group] -= 1
  }
  return [...byEnd.values()].sort((a, b) => a.above - b.above)
}

function averageCurve(subsets: F1Curves['subsets']): F1Curve {
  const known: { id: string; points: readonly F1Point[]; next: number; now: F1Point }[] = []
  const totals = { error_n: 0, correct_n: 0 }
  for (const { id, curve } of subsets) {
    if (curve.status === 'undefined') return { ...curve, reason: `${id}: ${curve.reason}` }
    totals.error_n += curve.error_n
    totals.correct_n += curve.correct_n
    const [now] = curve.points
    if (now) known.push({ id, points: curve.points, next: 1, now })
  }
  if (known.length === 0) return { status: 'undefined', reason: 'no subset', n: 0 }
  const ends = subsets.flatMap(({ curve }) =>
    curve.status === 'ok' ? curve.points.flatMap(({ above }) => above ?? []) : [],
  )
  const points = [averagePoint(known, undefined)]
  for (const above of new Float64Array(new Set(ends)).sort()) {
    for (const subset of known) {
      const point = subset.points[subset.next]
      if (point?.above !== above) continue
      subset.now = point
      subset.next += 1
    }
    points.push(averagePoint(known, above))
  }
  return { status: 'ok', ...totals, points }
}

function averagePoint(
  subsets: readonly { readonly now: F1Point }[],
  above: number | undefined,
): F1Point {
  const sum = (part: 'f1' | 'error_k' | 'correct_k') =>
    subsets.reduce((total, { now }) => total + now[part], 0)
  return {
    ...(above !== undefined && { above }),
    f1: sum('f1') / subsets.length,
    error_k: sum('error_k'),
    correct_k: sum('correct_k'),
  }
}
