/**
 * For each rank r (0 is best) of `total` candidates, the share of n-subsets in which it is the best:
 * C(total − 1 − r, n − 1) / C(total, n). By ratios of neighbours, so that nothing overflows.
 */
export function topRankShares(total: number, n: number): Float64Array {
  const shares = new Float64Array(total)
  let share = n / total
  for (let rank = 0; rank <= total - n; rank++) {
    shares[rank] = share
    share *= (total - n - rank) / (total - 1 - rank)
  }
  return shares
}

/** The share of n-subsets without any of `marked` candidates: C(total − marked, n) / C(total, n). */
export function missShare(total: number, marked: number, n: number): number {
  if (total - marked < n) return 0
  let share = 1
  for (let taken = 0; taken < n; taken++) share *= (total - marked - taken) / (total - taken)
  return share
}
