/** Whole numbers that are not negative. */
export interface Fraction {
  readonly top: number
  readonly bottom: number
}

/** Whether a is more than b, exactly; never when one of them is 0 / 0. */
export function isHigherFraction(a: Fraction, b: Fraction): boolean {
  const left = a.top * b.bottom
  const right = b.top * a.bottom
  if (Math.max(left, right) <= Number.MAX_SAFE_INTEGER) return left > right
  return BigInt(a.top) * BigInt(b.bottom) > BigInt(b.top) * BigInt(a.bottom)
}
