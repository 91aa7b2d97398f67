import type { z } from 'zod'
import { MetricValue } from '../metric.ts'

/** A correlation over n pairs, or why there is none. */
export const Correlation = MetricValue.meta({
  id: 'Correlation',
  description: 'From −1 to 1 over n pairs, or why there is none.',
})
export type Correlation = z.infer<typeof Correlation>

/** Pearson's r: Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²). */
export function pearson(x: Float64Array, y: Float64Array): Correlation {
  const n = x.length
  const gap = gapOf(x, y)
  if (gap !== undefined) return { status: 'undefined', reason: gap, n }
  const xMean = meanOf(x)
  const yMean = meanOf(y)
  let xx = 0
  let yy = 0
  let xy = 0
  for (let index = 0; index < n; index++) {
    const dx = (x[index] as number) - xMean
    const dy = (y[index] as number) - yMean
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const scale = Math.sqrt(xx) * Math.sqrt(yy)
  if (scale === 0) return { status: 'undefined', reason: CONSTANT, n }
  return { status: 'ok', value: within(xy / scale), n }
}

/**
 * Kendall's τ-b: (concordant − discordant) / √((n₀ − n₁)(n₀ − n₂)) with n₀ = n (n − 1) / 2 and n₁, n₂
 * the pairs tied in x and in y. Kendall 1945; counted by sorting, Knight 1966.
 */
export function kendallTauB(x: Float64Array, y: Float64Array): Correlation {
  const n = x.length
  const gap = gapOf(x, y)
  if (gap !== undefined) return { status: 'undefined', reason: gap, n }
  const order = Int32Array.from(x, (_, index) => index).sort(
    (a, b) => (x[a] as number) - (x[b] as number) || (y[a] as number) - (y[b] as number),
  )
  const xSorted = Float64Array.from(order, (index) => x[index] as number)
  const ySorted = Float64Array.from(order, (index) => y[index] as number)
  const pairs = (n * (n - 1)) / 2
  const xTied = tiedPairs(n, (i) => xSorted[i] === xSorted[i - 1])
  const bothTied = tiedPairs(
    n,
    (i) => xSorted[i] === xSorted[i - 1] && ySorted[i] === ySorted[i - 1],
  )
  const discordant = sortCountingInversions(ySorted)
  const yTied = tiedPairs(n, (i) => ySorted[i] === ySorted[i - 1])
  const difference = pairs - xTied - yTied + bothTied - 2 * discordant
  const value = difference / Math.sqrt((pairs - xTied) * (pairs - yTied))
  return { status: 'ok', value: within(value), n }
}

function gapOf(x: Float64Array, y: Float64Array): string | undefined {
  if (x.length < 2) return 'fewer than two pairs'
  if (x.includes(Number.NaN) || y.includes(Number.NaN)) return 'a value is missing'
  const isConstant = (values: Float64Array) => values.every((value) => value === values[0])
  return isConstant(x) || isConstant(y) ? CONSTANT : undefined
}

const CONSTANT = 'one side is constant'

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Rounding may carry a perfect correlation past its bound. */
function within(value: number): number {
  return Math.min(1, Math.max(-1, value))
}

/** Pairs within runs of equal neighbours. */
function tiedPairs(n: number, isSameAsBefore: (index: number) => boolean): number {
  let pairs = 0
  let length = 0
  for (let index = 1; index < n; index++) {
    length = isSameAsBefore(index) ? length + 1 : 0
    pairs += length
  }
  return pairs
}

/** Merge sort in place, by runs of doubling width; answers how many pairs were in the wrong order. */
function sortCountingInversions(values: Float64Array): number {
  const before = new Float64Array(values.length)
  let inversions = 0
  for (let width = 1; width < values.length; width *= 2) {
    before.set(values)
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length)
      const end = Math.min(middle + width, values.length)
      let left = start
      let right = middle
      for (let place = start; place < end; place++) {
        const fromRight =
          right < end && (left === middle || (before[right] as number) < (before[left] as number))
        if (fromRight) inversions += middle - left
        values[place] = before[fromRight ? right++ : left++] as number
      }
    }
  }
  return inversions
}
