import { scaleLinear, scaleSqrt } from 'd3-scale'
import { line } from 'd3-shape'
import type { ReliabilityBin } from '#schema/metrics/reliability-curve.ts'
import type { ScoreBar } from '#schema/metrics/score-histogram.ts'

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Bins of scores against the share of right steps in them, with their counts on a root scale below. */
export function reliabilityChart(
  bins: readonly ReliabilityBin[],
  box: Box & { readonly counts: { readonly top: number; readonly bottom: number } },
) {
  const x = scaleLinear([0, 1], [box.left, box.right])
  const y = scaleLinear([0, 1], [box.bottom, box.top])
  const most = Math.max(1, ...bins.map(({ accuracy }) => accuracy.n))
  const height = scaleSqrt([0, most], [0, box.counts.bottom - box.counts.top])
  const points = bins.flatMap(({ confidence, accuracy }) => {
    if (confidence.status === 'undefined' || accuracy.status === 'undefined') return []
    const { uncertainty } = accuracy
    const ends = uncertainty.status === 'ok' ? uncertainty.interval : undefined
    return [
      {
        x: x(confidence.value),
        y: y(accuracy.value),
        interval: ends && { from: y(ends.lower), to: y(ends.upper) },
      },
    ]
  })
  const path = line<{ x: number; y: number }>(
    (point) => point.x,
    (point) => point.y,
  ).digits(1)
  return {
    points,
    d: path(points) ?? '',
    bars: bins
      .filter(({ accuracy }) => accuracy.n > 0)
      .map(({ lower, upper, accuracy }) => ({
        x: x(lower) + 1,
        y: box.counts.bottom - height(accuracy.n),
        width: x(upper) - x(lower) - 2,
        height: height(accuracy.n),
      })),
    xTicks: x.ticks(4).map((value) => ({ value, x: x(value) })),
    yTicks: y.ticks(4).map((value) => ({ value, y: y(value) })),
  }
}

/** Right steps upwards and wrong ones downwards, each as a share of its own kind, on one scale. */
export function histogramChart(bars: readonly ScoreBar[], box: Box) {
  const sum = (part: (bar: ScoreBar) => number) => bars.reduce((all, bar) => all + part(bar), 0)
  const totals = { right: sum(({ right }) => right), wrong: sum(({ wrong }) => wrong) }
  const share = (n: number, total: number) => (total === 0 ? 0 : n / total)
  const shares = bars.map((bar) => ({
    ...bar,
    right: share(bar.right, totals.right),
    wrong: share(bar.wrong, totals.wrong),
  }))
  const [first, last] = [bars[0], bars.at(-1)]
  const x = scaleLinear([first?.lower ?? 0, last?.upper ?? 1], [box.left, box.right])
  const most = Math.max(0.01, ...shares.flatMap(({ right, wrong }) => [right, wrong]))
  const middle = (box.top + box.bottom) / 2
  const height = scaleLinear([0, most], [0, middle - box.top]).nice(2)
  return {
    totals,
    middle,
    bars: shares.map(({ lower, upper, right, wrong }) => ({
      x: x(lower) + 0.5,
      width: Math.max(0.5, x(upper) - x(lower) - 1),
      right: height(right),
      wrong: height(wrong),
    })),
    xTicks: x.ticks(4).map((value) => ({ value, x: x(value) })),
    yTicks: height
      .ticks(2)
      .filter((value) => value > 0)
      .flatMap((value) => [
        { value, y: middle - height(value) },
        { value, y: middle + height(value) },
      ]),
  }
}
