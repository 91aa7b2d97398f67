import { cut as cutText, points } from './format.ts'
import type { Curve } from './curve-chart.ts'

/** Gains below this, in proportion, are not worth a title. */
const WORTH_TELLING = 0.02

/** Whose best cut is far better than the one it was read at, or undefined. */
export function curveFinding(curves: readonly Curve[]): string | undefined {
  const gains = curves.flatMap(({ letter, points: all, cut }) => {
    if (cut === undefined || all.length === 0) return []
    const best = all.reduce((found, point) => (point.value > found.value ? point : found))
    const here = all.findLast(({ from }) => from === undefined || from < cut)
    const gain = best.value - (here?.value ?? best.value)
    return gain >= WORTH_TELLING && best.from !== undefined
      ? [{ letter, cut, best: best.from, gain }]
      : []
  })
  const [most] = gains.toSorted((a, b) => b.gain - a.gain)
  if (!most) return undefined
  const { letter, cut, best, gain } = most
  return `${letter}’s best cut is above ${cutText(best)}, not ${cutText(cut)}: ${points(gain)} points more`
}
