import type { ReliabilityBin } from '#schema/metrics/reliability-curve.ts'
import type { ScoreBar } from '#schema/metrics/score-histogram.ts'
import type { StepDiagnostics } from '#schema/metrics/step-diagnostics.ts'
import { score } from './format.ts'

/** An error below this is too small to see in a score of two decimals. */
const CLOSE = 0.02
/** How much more must lie on one side for all to be said to. */
const ONE_SIDED = 2

/**
 * Whether scores are near the share of right steps, or mostly above or below it. Only bins whose
 * interval leaves out their mean score count for a side.
 */
export function calibrationFinding({
  calibration: { ece, reliability },
}: Pick<StepDiagnostics, 'calibration'>): string | undefined {
  if (reliability.status === 'undefined' || ece.lower_closed.status === 'undefined') return
  if (ece.lower_closed.value < CLOSE) return 'Its scores are close to calibrated'
  const gaps = reliability.bins.map(certainGap)
  const high = gaps.reduce((sum, gap) => sum + Math.max(0, gap), 0)
  const low = gaps.reduce((sum, gap) => sum + Math.max(0, -gap), 0)
  if (high > ONE_SIDED * low) return 'Its scores run too high: fewer steps are right than they say'
  if (low > ONE_SIDED * high) return 'Its scores run too low: more steps are right than they say'
  return undefined
}

/** The mean score less the share of right steps, times the steps; 0 where chance may be why. */
function certainGap({ confidence, accuracy }: ReliabilityBin): number {
  const { uncertainty } = accuracy
  if (confidence.status === 'undefined' || accuracy.status === 'undefined') return 0
  if (uncertainty.status === 'undefined') return 0
  const { lower, upper } = uncertainty.interval
  if (confidence.value >= lower && confidence.value <= upper) return 0
  return accuracy.n * (confidence.value - accuracy.value)
}

/** Between which scores half of the wrong and half of the right steps lie, where these are apart. */
export function histogramFinding(bars: readonly ScoreBar[]): string | undefined {
  const wrong = halfway(bars.map((bar) => ({ n: bar.wrong, edge: bar.upper })))
  const right = halfway(bars.toReversed().map((bar) => ({ n: bar.right, edge: bar.lower })))
  if (wrong === undefined || right === undefined || wrong > right) return undefined
  return wrong === right
    ? `Half of the wrong steps score below ${score(wrong)}, half of the right ones above it`
    : `Half of the wrong steps score below ${score(wrong)}, half of the right ones above ${score(right)}`
}

/** The edge by which at least half of all are counted. */
function halfway(bars: readonly { readonly n: number; readonly edge: number }[]) {
  const total = bars.reduce((sum, { n }) => sum + n, 0)
  let sum = 0
  return bars.find(({ n }) => {
    sum += n
    return total > 0 && 2 * sum >= total
  })?.edge
}
