import type { BenchmarkDefinition, BenchmarkKind, RevisionCounts } from './benchmark.ts'
import { inIdOrder } from './item.ts'
import { type BenchmarkItem, kindOf } from './kinds/kinds.ts'
import { type Sha256, sha256OfJson } from './sha256.ts'

/** A benchmark's items in canonical order, with what identifies them. */
export interface Revision {
  /** Hash of every (subset, id, steps, label): changes with a label fix. */
  readonly id: Sha256
  /** Subset by subset in the definition's order; within one, by id. */
  readonly items: readonly BenchmarkItem[]
  readonly subsets: readonly Pick<SubsetHashes, 'id' | 'labels'>[]
}

/** The two hashes of one subset. */
export interface SubsetHashes {
  readonly id: string
  /** Hash of every (id, steps, label): names the subset's labels. */
  readonly labels: Sha256
  /** Hash of everything else the items hold, the same over label fixes: names the subset's items. */
  readonly items: Sha256
}

/** Puts items in canonical order and hashes their content, never the bytes of a file. */
export async function revise(
  { kind, subsets }: Pick<BenchmarkDefinition, 'kind' | 'subsets'>,
  items: readonly BenchmarkItem[],
): Promise<Revision> {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  const ordered = subsets.map(({ id }) => ({ id, items: canonicalOrder(bySubset.get(id) ?? []) }))
  const hashes = await Promise.all(
    ordered.map(async (subset) => ({
      id: subset.id,
      labels: await hashLabels(kind, subset.items),
    })),
  )
  return {
    id: await revisionId(hashes),
    items: ordered.flatMap((subset) => subset.items),
    subsets: hashes,
  }
}

/** Both hashes of every subset of a revision: what it is published under. */
export async function subsetHashes(
  kind: BenchmarkKind,
  { subsets, items }: Revision,
): Promise<SubsetHashes[]> {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  return Promise.all(
    subsets.map(async (subset) => ({
      ...subset,
      items: await hashBodies(kind, bySubset.get(subset.id) ?? []),
    })),
  )
}

export function canonicalOrder(items: readonly BenchmarkItem[]): BenchmarkItem[] {
  return inIdOrder(items)
}

/** Hashes one subset, whose items are in canonical order. */
export async function hashSubset(
  kind: BenchmarkKind,
  items: readonly BenchmarkItem[],
): Promise<Omit<SubsetHashes, 'id'>> {
  return { labels: await hashLabels(kind, items), items: await hashBodies(kind, items) }
}

function hashLabels(kind: BenchmarkKind, items: readonly BenchmarkItem[]): Promise<Sha256> {
  const { stepsOf, hashedGold } = kindOf(kind)
  return sha256OfJson(items.map((item) => [item.id, stepsOf(item), hashedGold(item)]))
}

function hashBodies(kind: BenchmarkKind, items: readonly BenchmarkItem[]): Promise<Sha256> {
  const { bodyOf } = kindOf(kind)
  return sha256OfJson(items.map((item) => [item.id, bodyOf(item)]))
}

/** The id of a revision from the hashes of its subsets, given in the definition's order. */
export async function revisionId(
  subsets: readonly Pick<SubsetHashes, 'id' | 'labels'>[],
): Promise<Sha256> {
  return sha256OfJson(subsets.map(({ id, labels }) => [id, labels]))
}

export function addCounts(a: RevisionCounts, b: RevisionCounts): RevisionCounts {
  return {
    items: a.items + b.items,
    steps: a.steps + b.steps,
    error: a.error + b.error,
    correct: a.correct + b.correct,
    problems: a.problems + b.problems,
  }
}
