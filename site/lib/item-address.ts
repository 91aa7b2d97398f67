import type { BenchmarkKind } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { RankingClass } from '#schema/policy.ts'

/**
 * What the address of an item's page must say to agree with a policy: a ranking class, or the policy
 * where each has a board of its own; nothing for the board a benchmark opens with.
 */
export function itemQuery(
  kind: BenchmarkKind,
  policy: string,
): { readonly class?: RankingClass; readonly policy?: string } {
  const { boardOf, defaultBoard } = kindOf(kind)
  const board = boardOf(policy)
  if (board === undefined || board === defaultBoard) return {}
  const rankingClass = RankingClass.safeParse(board)
  return rankingClass.success ? { class: rankingClass.data } : { policy: board }
}

/** What tells an item from its neighbour: the end of its id where they begin alike. */
export function neighbourName(id: string, neighbour: string): string {
  const [, start = ''] = /^(.*[-_.:])[^-_.:]+$/.exec(id) ?? []
  return neighbour.startsWith(start) ? neighbour.slice(start.length) : neighbour
}

/** The run ids of a comma list. */
export function runList(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((run) => run !== '')
}

/** The address list that shows one more run, in place of the last when there are five. */
export function withRun(shown: readonly string[], run: string): string {
  return [...shown.slice(0, 4), run].join(',')
}
