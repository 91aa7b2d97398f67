import type { DecisionTable, Decisions, Flip } from '../comparison.ts'
import { holm } from './holm.ts'
import { mcnemar } from './mcnemar.ts'

/** Which items of a subset two runs get right. */
export interface PairedSubset {
  readonly subset: string
  readonly a: readonly boolean[]
  readonly b: readonly boolean[]
}

/** Who is right, on all items and on those of each subset, and the items that exactly one run gets right. */
export function pairDecisions(subsets: readonly PairedSubset[]): Decisions {
  const tables = subsets.map(tableOf)
  const adjusted = holm(tables.map(({ pValue }) => pValue))
  return {
    status: 'ok',
    all: tableOf({ a: subsets.flatMap(({ a }) => a), b: subsets.flatMap(({ b }) => b) }),
    subsets: subsets.map(({ subset }, index) => ({
      subset,
      ...(tables[index] as DecisionTable),
      adjustedPValue: adjusted[index] as number,
    })),
    flips: subsets.flatMap(flipsOf),
  }
}

function tableOf({ a, b }: Pick<PairedSubset, 'a' | 'b'>): DecisionTable {
  const count = (isA: boolean, isB: boolean) =>
    a.filter((right, item) => right === isA && b[item] === isB).length
  const onlyA = count(true, false)
  const onlyB = count(false, true)
  return {
    both: count(true, true),
    onlyA,
    onlyB,
    neither: count(false, false),
    pValue: mcnemar(onlyA, onlyB),
  }
}

function flipsOf({ subset, a, b }: PairedSubset): Flip[] {
  return a.flatMap((right, item) => {
    if (right === b[item]) return []
    return { subset, item, right: right ? 'a' : 'b' }
  })
}
