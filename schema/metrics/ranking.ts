/** Candidates with equal scores, at the ranks `start` to `end` − 1. */
export interface TieBlock {
  readonly start: number
  readonly end: number
}

/** Candidates by falling score, the lowest index first among equals. Those without a score (NaN) are left out. */
export interface Ranking {
  readonly order: readonly number[]
  readonly blocks: readonly TieBlock[]
}

export function rank(scores: Float64Array): Ranking {
  const scoreOf = (candidate: number) => scores[candidate] as number
  const order = [...scores.keys()]
    .filter((candidate) => !Number.isNaN(scoreOf(candidate)))
    .sort((a, b) => scoreOf(b) - scoreOf(a))
  const blocks: TieBlock[] = []
  let start = 0
  for (const [place, candidate] of order.entries()) {
    const next = order[place + 1]
    if (next !== undefined && scoreOf(next) === scoreOf(candidate)) continue
    blocks.push({ start, end: place + 1 })
    start = place + 1
  }
  return { order, blocks }
}
