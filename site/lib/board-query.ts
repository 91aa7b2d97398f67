import { z } from 'zod'
import type { Benchmark } from '#schema/benchmark.ts'
import {
  BoardChoice,
  type BoardOrder,
  type BoardSort,
  isWholeBoard,
  usualOrder,
} from '#schema/board-choice.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { RankingClass } from '#schema/policy.ts'
import { PolicyText } from '#schema/policy-text.ts'
import type { Standing } from '#schema/standing.ts'
import { costWords } from './cost.ts'
import type { ReportedTable } from './reported.ts'
import { address } from './refused.ts'

/** What the address of a board may ask for. */
export const BoardQuery = z.object({
  class: RankingClass.optional(),
  policy: PolicyText.optional(),
  cursor: z.string().optional(),
  ...BoardChoice.shape,
})

/** Which board of a benchmark: a ranking class, or a policy where each has a board of its own. */
export interface WhichBoard {
  readonly class?: RankingClass | undefined
  readonly policy?: string | undefined
}

/** The board that is meant, the one a benchmark opens with when none is named. */
export function whichBoard(
  { kind }: Pick<Benchmark, 'kind'>,
  { class: rankingClass, policy }: WhichBoard,
): WhichBoard {
  const { boardOf, defaultBoard } = kindOf(kind)
  if (boardOf(defaultBoard) === defaultBoard) {
    return { class: rankingClass, policy: policy ?? defaultBoard }
  }
  return policy === undefined
    ? { class: rankingClass ?? 'label_free' }
    : { class: rankingClass ?? RankingClass.safeParse(boardOf(policy)).data, policy }
}

/** One page of a board with what asked for it. */
export interface BoardView {
  readonly benchmark: Benchmark
  readonly rows: readonly Standing[]
  readonly next: string | null
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly which: WhichBoard
  readonly choice: BoardChoice
  readonly cursor: string | undefined
  /** What papers report of it, on its first page. */
  readonly reported: ReportedTable | undefined
  /** Addresses of the page and of its data. */
  readonly here: string
  readonly data: string
}

/** Whether any run of the page says what it cost. */
export function statesCost({ rows }: Pick<BoardView, 'rows'>): boolean {
  return rows.some(({ cost }) => costWords(cost) !== undefined)
}

/** The policy that a board of many policies is filtered by. */
export function policyFilter({
  benchmark,
  which: { policy },
}: Pick<BoardView, 'benchmark' | 'which'>): string | undefined {
  const { boardOf } = kindOf(benchmark.kind)
  return policy !== undefined && boardOf(policy) !== policy ? policy : undefined
}

/** Whether a page shows the beginning of a board as it stands: best first, and nothing filtered from it. */
export function isWhole(
  view: Pick<BoardView, 'benchmark' | 'which' | 'choice' | 'cursor'>,
): boolean {
  return view.cursor === undefined && isWholeBoard({ ...view.choice, policy: policyFilter(view) })
}

/** A choice as parameters of an address; what goes without saying is left out. */
export function choiceQuery({ sort, order, min_params, max_params, ...filters }: BoardChoice) {
  return {
    ...filters,
    min_params: min_params?.toString(),
    max_params: max_params?.toString(),
    sort: sort === 'value' ? undefined : sort,
    order: order === usualOrder(sort) ? undefined : order,
  }
}

/** All of what an address asks for, to link the same rows as data. */
export function askedOf({ which, choice, cursor }: BoardView) {
  return { ...which, ...choiceQuery(choice), cursor }
}

/** The address of the same board with nothing filtered from it, best first. */
export function unfiltered(view: Pick<BoardView, 'benchmark' | 'here' | 'which'>): string {
  const { here, which } = view
  return address(here, policyFilter(view) === undefined ? { ...which } : { class: which.class })
}

/** How a column is sorted, and the address that sorts by it: the other way round where it is. */
export function sortLink(
  { here, which, choice }: Pick<BoardView, 'here' | 'which' | 'choice'>,
  sort: BoardSort,
): { readonly href: string; readonly order: BoardOrder | undefined } {
  const order = choice.sort === sort ? (choice.order ?? usualOrder(sort)) : undefined
  const next = order === undefined ? usualOrder(sort) : order === 'asc' ? 'desc' : 'asc'
  return {
    href: address(here, { ...which, ...choiceQuery({ ...choice, sort, order: next }) }),
    order,
  }
}
