import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import type { JudgedProblem } from './judged-problem.ts'

export const LastStepMinimum = z
  .object({
    value: MetricValue.meta({
      description:
        'Share of candidates whose last step alone has the lowest score; its n counts candidates.',
    }),
    k: z.int(),
    tied: z.int().meta({
      description:
        'Candidates whose last step has the lowest score together with an earlier one; not in k.',
    }),
  })
  .meta({ id: 'LastStepMinimum' })
export type LastStepMinimum = z.infer<typeof LastStepMinimum>

/**
 * How often a candidate's minimum is its last step's score, so that min and last say the same. Over
 * the candidates with at least two steps and no score missing.
 */
export function lastStepMinimum(
  problems: readonly Pick<JudgedProblem, 'steps'>[],
): LastStepMinimum {
  let n = 0
  let k = 0
  let tied = 0
  for (const scores of problems.flatMap(({ steps }) => steps)) {
    if (scores.length < 2 || scores.includes(Number.NaN)) continue
    const last = scores.at(-1) as number
    const before = scores.subarray(0, -1).reduce((lowest, score) => Math.min(lowest, score))
    n += 1
    if (last < before) k += 1
    else if (last === before) tied += 1
  }
  if (n === 0) {
    return {
      value: { status: 'undefined', reason: 'no candidate of two scored steps', n },
      k,
      tied,
    }
  }
  return { value: { status: 'ok', value: k / n, n }, k, tied }
}
