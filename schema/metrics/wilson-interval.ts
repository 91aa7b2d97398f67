/** Where a proportion of k in n may lie, from 0 to 1. */
export type WilsonInterval =
  | {
      readonly status: 'ok'
      readonly lower: number
      readonly upper: number
      readonly level: number
    }
  | { readonly status: 'undefined'; readonly reason: string }

/**
 * The score interval of k in n independent trials at a level between 0 and 1. Wilson 1927:
 * (k + z²/2 ± z √(k (n − k) / n + z²/4)) / (n + z²), without correction for continuity.
 */
export function wilsonInterval(k: number, n: number, level = 0.95): WilsonInterval {
  if (n === 0) return { status: 'undefined', reason: 'no trial' }
  const z = level === 0.95 ? Z_95 : normalQuantile((1 + level) / 2)
  const middle = k + (z * z) / 2
  const half = z * Math.sqrt((k * (n - k)) / n + (z * z) / 4)
  const total = n + z * z
  // Rounding would move the two ends that are exact.
  const lower = k === 0 ? 0 : (middle - half) / total
  const upper = k === n ? 1 : (middle + half) / total
  return { status: 'ok', lower, upper, level }
}

const Z_95 = 1.959963984540054

/**
 * The z that a standard normal variable stays below with probability p ≥ 0.5. Newton's method from 0
 * only climbs, since the distribution function is concave there.
 */
function normalQuantile(p: number): number {
  let z = 0
  for (;;) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    const next = z + (p - normalBelow(z, density)) / density
    if (!(next > z)) return z
    z = next
  }
}

/** Φ(z) = 1/2 + φ(z) (z + z³/3 + z⁵/(3·5) + …). Marsaglia 2004, Evaluating the normal distribution. */
function normalBelow(z: number, density: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + density * sum
}
