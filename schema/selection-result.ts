import { z } from 'zod'
import type { BestOfNResult } from './metrics/best-of-n.ts'
import { formatSelectionPolicy } from './metrics/selection-policy.ts'

const common = {
  policy: z.string(),
  subset: z.literal('all'),
  metric: z.literal('accuracy'),
}
const measured = {
  k: z.int().optional().meta({ description: 'Problems answered right, where that is a count.' }),
  n: z.int().meta({ description: 'Problems.' }),
  candidates: z.int().meta({ description: 'How many candidates are chosen from.' }),
  tie_share: z.number().optional().meta({ description: 'Share of choices that tie at the top.' }),
  random_ties: z.number().optional().meta({ description: 'The value, ties broken at random.' }),
  standard_error: z
    .number()
    .optional()
    .meta({ description: 'Of the value over seeds, where subsets were drawn at random.' }),
}

/** The accuracy of one way of choosing among n candidates. */
export const SelectionResult = z
  .discriminatedUnion('status', [
    z.object({ ...common, status: z.literal('ok'), value: z.number(), ...measured }),
    z.object({ ...common, status: z.literal('undefined'), reason: z.string(), ...measured }),
  ])
  .meta({ id: 'SelectionResult' })
export type SelectionResult = z.infer<typeof SelectionResult>

/** A computed result as files and answers hold it; `transforms` stands before the policy's name. */
export function selectionResult(
  { policy, candidates, value, k, tieShare, randomTies, standardError }: BestOfNResult,
  transforms = '',
): SelectionResult {
  return {
    policy: `${transforms}${formatSelectionPolicy(policy)}`,
    subset: 'all',
    metric: 'accuracy',
    ...value,
    ...(k !== undefined && { k }),
    candidates,
    ...(tieShare !== undefined && { tie_share: tieShare }),
    ...(randomTies !== undefined && { random_ties: randomTies }),
    ...(standardError !== undefined && { standard_error: standardError }),
  }
}
