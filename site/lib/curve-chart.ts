import { scaleLinear } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import type { Curves } from '#schema/curve.ts'
import { spread } from './accuracy-chart.ts'

/** A headline against the threshold: each value holds from its threshold on, until that of the next. */
export interface Curve {
  readonly letter: string
  readonly name: string
  readonly points: readonly { readonly from: number | undefined; readonly value: number }[]
  /** The threshold the run is read at, where it was fixed. */
  readonly cut: number | undefined
}

/** The line of the whole benchmark; empty where it is undefined. */
export function wholeCurve(curves: Curves): Curve['points'] {
  if (curves.kind === 'first_error') {
    const { average } = curves
    return average.status === 'ok'
      ? average.points.map(({ above, f1 }) => ({ from: above, value: f1 }))
      : []
  }
  return curves.overall.points.flatMap(({ from, prm_score }) =>
    prm_score.status === 'ok' ? [{ from, value: prm_score.value }] : [],
  )
}

/** The lines of subsets or classes, each with its id; those that are undefined are left out. */
export function partCurves(
  curves: Curves,
): readonly { readonly id: string; readonly points: Curve['points'] }[] {
  if (curves.kind === 'first_error') {
    return curves.subsets.flatMap(({ id, curve }) =>
      curve.status === 'ok'
        ? [{ id, points: curve.points.map(({ above, f1 }) => ({ from: above, value: f1 })) }]
        : [],
    )
  }
  return curves.classes.map(({ id, curve }) => ({
    id,
    points: curve.points.flatMap(({ from, prm_score }) =>
      prm_score.status === 'ok' ? [{ from, value: prm_score.value }] : [],
    ),
  }))
}

/** Lays the curves out over one another; undefined where none has a threshold. */
export function curveChart(
  curves: readonly Curve[],
  box: {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
    /** Further thresholds that the axis must reach. */
    readonly reach?: readonly number[]
  },
) {
  const shown = curves.flatMap(({ points, cut }) => [
    ...points.flatMap(({ from }) => from ?? []),
    ...(cut === undefined ? [] : [cut]),
  ])
  if (shown.length === 0) return undefined
  const cuts = [...shown, ...(box.reach ?? [])]
  const [low, high] = [Math.min(...cuts), Math.max(...cuts)]
  // Probabilities are shown from 0 to 1, whatever is used of it.
  const domain = low >= 0 && high <= 1 ? [0, 1] : [low, high]
  const x = scaleLinear(domain, [box.left, box.right])
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value))
  const y = scaleLinear([0, Math.max(...values)], [box.bottom, box.top]).nice(4)
  const path = line<{ x: number; y: number }>(
    (point) => point.x,
    (point) => point.y,
  )
    .curve(curveStepAfter)
    .digits(1)
  const lines = curves.map(({ points, cut, ...named }) => {
    const placed = points.map(({ from, value }) => ({ x: x(from ?? domain[0] ?? 0), y: y(value) }))
    const best = points.reduce<(typeof points)[number] | undefined>(
      (found, point) => (point.value > (found?.value ?? -1) ? point : found),
      undefined,
    )
    const atCut = cut === undefined ? undefined : valueAt(points, cut)
    return {
      ...named,
      d: path([...placed, ...placed.slice(-1).map((end) => ({ ...end, x: box.right }))]) ?? '',
      best,
      cut:
        cut === undefined || atCut === undefined
          ? undefined
          : { x: x(cut), y: y(atCut), value: atCut },
      labelY: placed[Math.floor(placed.length / 2)]?.y ?? box.top,
    }
  })
  const labels = spread(
    lines.map(({ labelY }) => labelY),
    { gap: 14, ...box },
  )
  return {
    lines: lines.map((one, index) => ({ ...one, labelY: labels[index] ?? one.labelY })),
    /** Where a value at a threshold stands. */
    place: (threshold: number, value: number) => ({ x: x(threshold), y: y(value) }),
    xTicks: x.ticks(4).map((value) => ({ value, x: x(value) })),
    yTicks: y.ticks(4).map((value) => ({ value, y: y(value) })),
  }
}

/** The value that holds at a threshold: that of the last point before it. */
export function valueAt(points: Curve['points'], cut: number): number | undefined {
  return points.findLast(({ from }) => from === undefined || from < cut)?.value
}
