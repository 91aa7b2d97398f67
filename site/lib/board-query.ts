import { z } from 'zod'
import type { Benchmark } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { Disclosure } from '#schema/disclosure.ts'
import { ModelKind } from '#schema/manifest.ts'
import { RankingClass } from '#schema/policy.ts'
import { PolicyText } from '#schema/policy-text.ts'
import type { Standing } from '#schema/standing.ts'
import { Trust } from '#schema/trust.ts'

/** What the address of a board may ask for. */
export const BoardQuery = z.object({
  class: RankingClass.optional(),
  policy: PolicyText.optional(),
  kind: ModelKind.optional(),
  trust: Trust.optional(),
  attested: z.enum(['true', 'false']).optional(),
  disclosure: Disclosure.optional(),
  cursor: z.string().optional(),
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
    : { class: rankingClass, policy }
}

/** One page of a board with what asked for it. */
export interface BoardView {
  readonly benchmark: Benchmark
  readonly rows: readonly Standing[]
  readonly next: string | null
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly which: WhichBoard
  readonly kind: ModelKind | undefined
  readonly trust: Trust | undefined
  readonly attested: 'true' | 'false' | undefined
  readonly disclosure: Disclosure | undefined
  readonly cursor: string | undefined
  /** Addresses of the page and of its data. */
  readonly here: string
  readonly data: string
}

/** Whether a page shows the beginning of a board that nothing was filtered from. */
export function isWhole({ kind, trust, attested, disclosure, cursor }: BoardView): boolean {
  return [kind, trust, attested, disclosure, cursor].every((filter) => filter === undefined)
}

/** All of what an address asks for, to link the same rows as data. */
export function askedOf({ which, kind, trust, attested, disclosure, cursor }: BoardView) {
  return { ...which, kind, trust, attested, disclosure, cursor }
}
