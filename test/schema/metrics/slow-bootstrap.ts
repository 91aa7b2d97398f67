import type { ClusterDraws } from '#schema/metrics/cluster-draws.ts'
import type { Label } from '#schema/verdict.ts'

/** The definitions once more, slowly: lists of copies, every threshold tried, nothing shared. */

/** The items of a resample, each as often as its cluster was drawn. */
export function copies<T>(items: readonly T[], draws: ClusterDraws, resample: number): T[] {
  const list: T[] = []
  for (const [index, item] of items.entries()) {
    const cluster = draws.of[index] ?? 0
    const times = draws.weights[cluster * draws.resamples + resample] ?? 0
    for (let copy = 0; copy < times; copy++) list.push(item)
  }
  return list
}

/** The bounds that leave out 2.5 % on either side, between the two nearest values. */
export function slowInterval(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b)
  const bound = (share: number) => {
    const place = share * (sorted.length - 1)
    const low = sorted[Math.floor(place)] ?? Number.NaN
    const high = sorted[Math.ceil(place)] ?? Number.NaN
    return low * (1 - (place % 1)) + high * (place % 1)
  }
  return [bound(0.025), bound(0.975)]
}

interface Item {
  readonly label: Label
  readonly scores: Float64Array
}

/** Right is the labelled step flagged first, or nothing flagged; a missing score ends the search. */
export function isRightAt({ label, scores }: Item, threshold: number): boolean {
  for (const [step, score] of scores.entries()) {
    if (Number.isNaN(score)) return false
    if (score < threshold) return label.kind === 'at' && label.step === step
  }
  return label.kind === 'none'
}

export interface SlowCounts {
  readonly errorK: number
  readonly errorN: number
  readonly correctK: number
  readonly correctN: number
}

export function slowCounts(items: readonly Item[], threshold: number): SlowCounts {
  const errors = items.filter(({ label }) => label.kind === 'at')
  const correct = items.filter(({ label }) => label.kind === 'none')
  return {
    errorK: errors.filter((item) => isRightAt(item, threshold)).length,
    errorN: errors.length,
    correctK: correct.filter((item) => isRightAt(item, threshold)).length,
    correctN: correct.length,
  }
}

/** The harmonic mean of the two accuracies, 0 when both are. */
export function slowF1({ errorK, errorN, correctK, correctN }: SlowCounts): number {
  if (errorN === 0 || correctN === 0) return Number.NaN
  if (errorK + correctK === 0) return 0
  const [a, b] = [errorK / errorN, correctK / correctN]
  return (2 * a * b) / (a + b)
}

/** Every score that occurs is tried; the highest F1 wins as a fraction, the lowest of equals. */
export function slowTune(items: readonly Item[]): number {
  const all = new Set(items.flatMap(({ scores }) => [...scores]))
  all.delete(Number.NaN)
  let best = { threshold: Number.NaN, top: -1n, bottom: 1n }
  for (const threshold of [...all].sort((a, b) => a - b)) {
    const { errorK, errorN, correctK, correctN } = slowCounts(items, threshold)
    if (errorN === 0 || correctN === 0) return Number.NaN
    const top = BigInt(2 * errorK * correctK)
    const bottom = BigInt(errorK * correctN + correctK * errorN || 1)
    if (top * best.bottom > best.top * bottom) best = { threshold, top, bottom }
  }
  return best.threshold
}
