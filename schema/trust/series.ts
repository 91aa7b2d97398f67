import type { Prediction, Predictions } from '../prediction.ts'
import { verdictToWire } from '../verdict.ts'

/** What a run said of one subset, laid end to end in canonical order: its scores, or its votes. */
export interface Series {
  readonly subset: string
  /** One score a step, NaN where there is none; empty in a run of votes. */
  readonly scores: Float64Array
  /** The votes on each item, in one order whatever theirs was; empty in a run of scores. */
  readonly votes: readonly string[]
}

/** The series of every subset. */
export function seriesOf(
  items: readonly { readonly id: string; readonly subset: string }[],
  { byItem }: Predictions,
): readonly Series[] {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  return Array.from(bySubset, ([subset, own]) => {
    const said = own.flatMap(({ id }) => byItem.get(id) ?? [])
    return {
      subset,
      scores: joined(said),
      votes: said.flatMap((one) => (one.kind === 'verdicts' ? wireOf(one.votes) : [])),
    }
  })
}

function joined(said: readonly Prediction[]): Float64Array {
  const parts = said.flatMap((one) => (one.kind === 'scores' ? [one.scores] : []))
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const scores of parts) {
    all.set(scores, start)
    start += scores.length
  }
  return all
}

function wireOf(votes: (Prediction & { readonly kind: 'verdicts' })['votes']): string {
  return votes
    .map((vote) => String(verdictToWire(vote)))
    .toSorted()
    .join()
}
