import type { BenchmarkDefinition, RevisionCounts } from './benchmark.ts'
import { compareItemIds, type FirstErrorItem } from './item.ts'
import { type Sha256, sha256 } from './sha256.ts'
import { labelToWire } from './verdict.ts'

/** A benchmark's items in canonical order, with what identifies them. */
export interface Revision {
  /** Hash of every (subset, id, steps, label): changes with a label fix. */
  readonly id: Sha256
  /** Hash of every (subset, id, problem, steps): stays the same over label fixes. */
  readonly itemSet: Sha256
  /** Subset by subset in the definition's order; within one, by id. */
  readonly items: readonly FirstErrorItem[]
}

/** The two hashes of one subset, from which a revision's hashes are made. */
export interface SubsetHashes {
  readonly subset: string
  readonly labelled: Sha256
  readonly items: Sha256
}

/** Puts items in canonical order and hashes their content, never the bytes of a file. */
export async function revise(
  { subsets }: Pick<BenchmarkDefinition, 'subsets'>,
  items: readonly FirstErrorItem[],
): Promise<Revision> {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  const ordered = subsets.map(({ id }) => canonicalOrder(bySubset.get(id) ?? []))
  const hashes = await Promise.all(
    subsets.map(({ id }, index) => hashSubset(id, ordered[index] ?? [])),
  )
  return { ...(await revisionOf(hashes)), items: ordered.flat() }
}

export function canonicalOrder(items: readonly FirstErrorItem[]): FirstErrorItem[] {
  return items.toSorted((a, b) => compareItemIds(a.id, b.id))
}

/** Hashes one subset, whose items are in canonical order. */
export async function hashSubset(
  subset: string,
  items: readonly FirstErrorItem[],
): Promise<SubsetHashes> {
  const labelled = items.map(({ id, steps, label }) => [id, steps, labelToWire(label)])
  const unlabelled = items.map(({ id, problem, steps }) => [id, problem, steps])
  return {
    subset,
    labelled: await sha256(JSON.stringify(labelled)),
    items: await sha256(JSON.stringify(unlabelled)),
  }
}

/** Combines the hashes of the subsets, given in the definition's order. */
export async function revisionOf(subsets: readonly SubsetHashes[]) {
  const id = await sha256(JSON.stringify(subsets.map(({ subset, labelled }) => [subset, labelled])))
  const itemSet = await sha256(JSON.stringify(subsets.map(({ subset, items }) => [subset, items])))
  return { id, itemSet }
}

/** Counts of one subset's items. */
export function countItems(items: readonly FirstErrorItem[]): RevisionCounts {
  const error = items.filter(({ label }) => label.kind === 'at').length
  return {
    items: items.length,
    steps: items.reduce((sum, { steps }) => sum + steps.length, 0),
    error,
    correct: items.length - error,
    problems: new Set(items.map(({ problem }) => problem)).size,
  }
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
