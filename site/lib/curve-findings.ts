import type { MetricResult } from '#schema/metric.ts'
import { parsePolicy } from '#schema/policy.ts'
import { type Curve, valueAt } from './curve-chart.ts'
import { cut as cutText, points } from './format.ts'

/** Gains below this, in proportion, are not worth a title. */
const WORTH_TELLING = 0.02

/** Whose best cut is far better than the one it was read at, or undefined. */
export function curveFinding(curves: readonly Curve[]): string | undefined {
  const gains = curves.flatMap(({ letter, points: all, cut }) => {
    const best = cut === undefined ? undefined : bestGain(all, cut)
    return best && best.gain >= WORTH_TELLING ? [{ letter, cut, ...best }] : []
  })
  const [most] = gains.toSorted((a, b) => b.gain - a.gain)
  if (!most || most.cut === undefined) return undefined
  const { letter, cut, best, gain } = most
  return `${letter}’s best cut is above ${cutText(best)}, not ${cutText(cut)}: ${points(gain)} points more`
}

/** A threshold that a run was read at, under which policy, and whether labels chose it. */
export interface ReadCut {
  readonly policy: string
  readonly threshold: number
  readonly fixed: boolean
}

/** The cuts of scores as they are, one for all subsets; fixed ones first. */
export function readCuts(results: readonly MetricResult[]): readonly ReadCut[] {
  const byPolicy = Map.groupBy(results, ({ policy }) => policy)
  return Array.from(byPolicy, ([policy, own]) => {
    const cuts = new Set(own.flatMap(({ threshold }) => threshold ?? []))
    const [threshold] = cuts
    const rule = parsePolicy(policy)
    return cuts.size === 1 && threshold !== undefined && rule && !rule.transforms
      ? [{ policy, threshold, fixed: rule.kind === 'fixed' }]
      : []
  })
    .flat()
    .toSorted((a, b) => Number(b.fixed) - Number(a.fixed))
}

/** What the choice of a run's cut costs it against the best in hindsight, or undefined. */
export function cutFinding(all: Curve['points'], cuts: readonly ReadCut[]): string | undefined {
  const [cut] = cuts
  const best = cut && bestGain(all, cut.threshold)
  if (!cut || !best) return undefined
  if (best.gain >= WORTH_TELLING) {
    return `Its best cut is above ${cutText(best.best)}, not ${cutText(cut.threshold)}: ${points(best.gain)} points more`
  }
  return best.gain === 0
    ? `The cut ${cutText(cut.threshold)} is as good as any`
    : `The cut ${cutText(cut.threshold)} costs it ${points(best.gain)} points at most`
}

/** The best cut and what it gains, where that is told by a threshold and the cut has a value. */
function bestGain(all: Curve['points'], cut: number) {
  const here = valueAt(all, cut)
  if (here === undefined) return undefined
  const best = all.reduce((found, point) => (point.value > found.value ? point : found))
  const gain = best.value - here
  // A curve that is best at its low end has no threshold to tell, and one that is 0 no best.
  if ((best.from === undefined && gain > 0) || best.value === 0) return undefined
  return { best: best.from ?? cut, gain }
}
