import { z } from '@hono/zod-openapi'
import { AGGREGATIONS } from '#schema/aggregation.ts'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { RankingClass } from '#schema/policy.ts'
import { PolicyText } from '#schema/policy-text.ts'
import type { BoardAddress } from './queries/boards.ts'

/** Which board of a benchmark is meant. */
export const BoardQuery = z.object({
  class: RankingClass.optional().meta({ description: 'Ranking class; label_free by default.' }),
  policy: PolicyText.optional().meta({
    description:
      'Only runs under this policy. A pool has a board for each; best_of:min is the one it opens with.',
  }),
})

/** The board a query asks for, and the one policy to show where a board has several. */
export function boardAsked(
  {
    definition: { kind, id },
    revision,
  }: {
    readonly definition: Pick<BenchmarkDefinition, 'kind' | 'id'>
    readonly revision: string
  },
  { class: rankingClass, policy }: z.output<typeof BoardQuery>,
):
  | { readonly status: 'ok'; readonly filter: BoardAddress & { readonly policy?: string } }
  | { readonly status: 'refused'; readonly message: string } {
  const { boardOf, defaultBoard } = kindOf(kind)
  const isByPolicy = boardOf(defaultBoard) === defaultBoard
  const board =
    policy !== undefined
      ? boardOf(policy)
      : isByPolicy
        ? defaultBoard
        : (rankingClass ?? defaultBoard)
  const misfit = isByPolicy
    ? (rankingClass ?? 'label_free') !== 'label_free'
    : rankingClass !== undefined && board !== rankingClass
  if (board === undefined || misfit) {
    const boards = isByPolicy
      ? `best_of: or vote: with ${AGGREGATIONS.join(', ')}, all of them label_free`
      : 'those of the class'
    const asked = [rankingClass, policy].filter(Boolean).join(' and ')
    return { status: 'refused', message: `${id} has no board for ${asked}. It has ${boards}` }
  }
  return {
    status: 'ok',
    filter: { benchmark: id, revision, board, ...(policy !== undefined && { policy }) },
  }
}
