import { type IntervalValue, LEVEL } from '../interval.ts'

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054

/**
 * The 95 % score interval of a proportion k / n, its items taken as independent. Wilson 1927:
 * (p + z²/2n ± z √(p (1 − p) / n + z²/4n²)) / (1 + z²/n). It reaches 0 for k = 0 and 1 for k = n.
 */
export function wilsonInterval(k: number, n: number): IntervalValue {
  if (n === 0) return { status: 'undefined', reason: 'no item' }
  const p = k / n
  const square = (Z * Z) / n
  const centre = p + square / 2
  const half = Z * Math.sqrt((p * (1 - p)) / n + square / (4 * n))
  return {
    status: 'ok',
    interval: {
      lower: k === 0 ? 0 : (centre - half) / (1 + square),
      upper: k === n ? 1 : (centre + half) / (1 + square),
      level: LEVEL,
      method: 'wilson',
      covers: 'items',
    },
  }
}
