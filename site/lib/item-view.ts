import type { Benchmark } from '#schema/benchmark.ts'
import type { ItemContent, ItemDetail, ItemJudgement } from '#schema/run-item.ts'
import type { WhichBoard } from './board-query.ts'

/** An item's page: the item, what runs of one board said of it, and what its address asked for. */
export interface ItemView<Content extends ItemContent = ItemContent> {
  readonly benchmark: Benchmark
  readonly item: Omit<ItemDetail, 'content'>
  readonly content: Content
  readonly judgements: readonly ItemJudgement[]
  /** Whether the board holds more runs than were read. */
  readonly more: boolean
  readonly which: WhichBoard
  /** Runs asked for, as the address writes them. */
  readonly runs: string | undefined
  readonly wanted: readonly string[]
  /** What links to other items keep: the board, unless it is the usual one, and the runs. */
  readonly query: Readonly<Record<string, string | undefined>>
  /** Addresses of the page and of its data. */
  readonly here: string
  readonly data: string
}

export type ContentOf<Kind extends ItemContent['kind']> = Extract<ItemContent, { kind: Kind }>
