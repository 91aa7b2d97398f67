import type { DecisionTable, Decisions, Flip } from '../comparison.ts'
import { holm } from './holm.ts'
import { mcnemar } from './mcnemar.ts'

/** Which items of a subset two runs get right. */
export interface PairedSubset {
  readonly subset: string
  readonly a: readonly boolean[]
  readonly b: readonly boolean[]
}

/**
 * Who is right, on all items and on those of each subset, and the items that exactly one run gets right.
 * @param options.independent whether each item was decided by itself, as McNemar's test takes it
 */
export function pairDecisions(
  subsets: readonly PairedSubset[],
  { independent = true }: { readonly independent?: boolean } = {},
): Decisions {
  const tables = subsets.map((subset) => tableOf(subset, independent))
  const adjusted = holm(tables.flatMap(({ pValue }) => pValue ?? []))
  const all = { a: subsets.flatMap(({ a }) => a), b: subsets.flatMap(({ b }) => b) }
  return {
    status: 'ok',
    all: tableOf(all, independent),
    subsets: subsets.map(({ subset }, index) => ({
      subset,
      ...(tables[index] as DecisionTable),
      adjustedPValue: adjusted[index] ?? null,
    })),
    flips: subsets.flatMap(flipsOf),
  }
}

function tableOf({ a, b }: Pick<PairedSubset, 'a' | 'b'>, independent: boolean): DecisionTable {
  const count = (isA: boolean, isB: boolean) =>
    a.filter((right, item) => right === isA && b[item] === isB).length
  const onlyA = count(true, false)
  const onlyB = count(false, true)
  return {
    both: count(true, true),
    onlyA,
    onlyB,
    neither: count(false, false),
    pValue: independent ? mcnemar(onlyA, onlyB) : null,
  }
}

function flipsOf({ subset, a, b }: PairedSubset): Flip[] {
  return a.flatMap((right, item) => {
    if (right === b[item]) return []
    return { subset, item, right: right ? 'a' : 'b' }
  })
}
