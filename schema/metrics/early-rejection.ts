import { z } from 'zod'
import type { Aggregation } from '../aggregation.ts'
import { candidateScores, type JudgedProblem } from './judged-problem.ts'
import { PartialCut, partialScores, stepsAt } from './partial-score.ts'
import { type Ranking, rank } from './ranking.ts'
import { Rate, rate } from './rate.ts'

/** When candidates are looked at, and how many of a problem's are then written to the end. */
export const RejectionRule = z.object({ cut: PartialCut, keep: z.int() })
export type RejectionRule = z.infer<typeof RejectionRule>

export const EarlyRejection = z
  .object({
    ...RejectionRule.shape,
    survival: Rate.meta({
      description:
        'Problems whose best candidate by final score is among those kept; of those that have one.',
    }),
    tiedSurvival: Rate.meta({
      description: 'The same for any candidate of the best final score: models give it to several.',
    }),
    accuracy: z.object({ all: Rate, kept: Rate }).meta({
      description: 'Problems answered right by best_of: over all candidates, and over those kept.',
    }),
    saved: Rate.meta({
      description: 'Steps that need not be written, of all steps of all candidates.',
    }),
  })
  .meta({ id: 'EarlyRejection' })
export type EarlyRejection = z.infer<typeof EarlyRejection>

/**
 * What it costs and saves to write every candidate up to a cut, keep the best by the aggregation of
 * the scores so far, and drop the others; for every cut with every number kept. Ties go to the lowest
 * index, before and after; a candidate with a missing score ranks last and is not kept.
 */
export function earlyRejection(
  problems: readonly JudgedProblem[],
  {
    aggregation,
    cuts,
    keeps,
  }: {
    readonly aggregation: Aggregation
    readonly cuts: readonly PartialCut[]
    readonly keeps: readonly number[]
  },
): EarlyRejection[] {
  const finals = problems.map((problem) => rank(candidateScores(problem, aggregation)))
  return cuts.flatMap((cut) => {
    const looked = problems.map((problem, index) => ({
      problem,
      final: finals[index] ?? { order: [], blocks: [] },
      partial: rank(partialScores(problem, { cut, aggregation })).order,
      open: problem.steps.map(({ length }) => length - stepsAt(cut, length)),
    }))
    return keeps.map((keep) => reject(looked, { cut, keep }))
  })
}

/** A problem with its candidates ranked by final and by partial score. */
interface LookedAt {
  readonly problem: JudgedProblem
  readonly final: Ranking
  readonly partial: readonly number[]
  /** Steps of each candidate that are not written yet. */
  readonly open: readonly number[]
}

function reject(problems: readonly LookedAt[], { cut, keep }: RejectionRule): EarlyRejection {
  const sums = { winners: 0, survived: 0, tied: 0, rightAll: 0, rightKept: 0, saved: 0, steps: 0 }
  for (const { problem, final, partial, open } of problems) {
    const isKept = new Uint8Array(open.length)
    for (const candidate of partial.slice(0, keep)) isKept[candidate] = 1
    const winner = final.order[0]
    const keptWinner = final.order.find((candidate) => isKept[candidate])
    const best = final.order.slice(0, final.blocks[0]?.end)
    if (winner !== undefined) sums.winners += 1
    if (winner !== undefined && winner === keptWinner) sums.survived += 1
    if (best.some((candidate) => isKept[candidate])) sums.tied += 1
    if (winner !== undefined && problem.correct[winner]) sums.rightAll += 1
    if (keptWinner !== undefined && problem.correct[keptWinner]) sums.rightKept += 1
    for (const { length } of problem.steps) sums.steps += length
    for (const [candidate, steps] of open.entries()) sums.saved += isKept[candidate] ? 0 : steps
  }
  const n = problems.length
  const none = 'no problem in the pool'
  return {
    cut,
    keep,
    survival: rate(sums.survived, sums.winners, NO_WINNER),
    tiedSurvival: rate(sums.tied, sums.winners, NO_WINNER),
    accuracy: { all: rate(sums.rightAll, n, none), kept: rate(sums.rightKept, n, none) },
    saved: rate(sums.saved, sums.steps, 'no step'),
  }
}

const NO_WINNER = 'no problem with a scored candidate'
