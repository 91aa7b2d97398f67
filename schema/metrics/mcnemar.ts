/**
 * The exact two-sided p-value of McNemar's test, from the items that only one of two models gets
 * right: as likely the one as the other when the models are equal, so binomial with 1/2. Twice the
 * smaller tail, at most 1 (McNemar 1947; exact conditional form). Not the mid-p that Fagerland,
 * Lydersen and Laake 2013 prefer: this one is cautious, but never rejects more often than it says.
 * Items are taken as independent.
 */
export function mcnemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB
  const fewer = Math.min(onlyA, onlyB)
  // From C(n, fewer) / 2^n down to C(n, 0) / 2^n by ratios, since 2^n may be out of range.
  let share = 1
  let sum = 1
  let logTop = -n * Math.LN2
  for (let k = fewer; k > 0; k--) {
    logTop += Math.log((n - fewer + k) / k)
    share *= k / (n - k + 1)
    sum += share
  }
  return Math.min(1, 2 * Math.exp(logTop) * sum)
}
