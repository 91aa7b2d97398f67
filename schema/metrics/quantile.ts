/**
 * The p-quantile of values sorted ascending, between neighbours in proportion: with n values, that at
 * place p (n − 1), counted from 0. Hyndman and Fan 1996, type 7.
 */
export function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) throw new RangeError('No values to take a quantile of')
  const place = p * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (place - below) * (high - low)
}
