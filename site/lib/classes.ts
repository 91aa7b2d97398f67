import { scaleLinear } from 'd3-scale'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { F1_ONLY_CLASS } from '#schema/metrics/step-classes.ts'
import type { Standing } from '#schema/standing.ts'
import { resultOf } from './board.ts'
import { inWords } from './format.ts'
import { nameOf } from './words.ts'

type Named = BenchmarkDefinition['subsets'][number]

/** Classes under the group they belong to; those of no group last, under none. */
export function groupedClasses({
  subsets,
  groups = [],
}: Pick<BenchmarkDefinition, 'subsets' | 'groups'>): readonly {
  readonly group: Named | undefined
  readonly classes: readonly Named[]
}[] {
  const grouped = new Set(groups.flatMap((group) => group.subsets))
  const loose = subsets.filter(({ id }) => !grouped.has(id))
  return [
    ...groups.map((group) => ({
      group,
      classes: subsets.filter(({ id }) => group.subsets.includes(id)),
    })),
    ...(loose.length > 0 ? [{ group: undefined, classes: loose }] : []),
  ]
}

/** A value's shade in a heat map, 0 to 100: from 0.4, about what a model gets that flags nothing, to 0.8. */
export function shade(value: number): number {
  return Math.round(SHADE(value))
}
const SHADE = scaleLinear([0.4, 0.8], [0, 100]).clamp(true)

/** The class in which charted models score lowest, if it is one for all of them. */
export function hardestClass(
  rows: readonly Pick<Standing, 'model' | 'results'>[],
  subsets: readonly Named[],
): string | undefined {
  const hardest = rows.map((row) => lowestClass(row, subsets))
  const [first] = hardest
  if (!first || !hardest.every((one) => one?.id === first.id)) return undefined
  const [row] = rows
  const whom = rows.length === 1 && row ? nameOf(row.model) : `all ${inWords(rows.length)} models`
  return `${first.name} is hardest for ${rows.length === 2 ? 'both models' : whom}`
}

function lowestClass(row: Pick<Standing, 'results'>, subsets: readonly Named[]): Named | undefined {
  return subsets
    .flatMap((subset) => {
      const result = resultOf(row, subset.id, 'prm_score')
      return result?.status === 'ok' ? [{ subset, value: result.value }] : []
    })
    .toSorted((a, b) => a.value - b.value)[0]?.subset
}

/** What is to be said of classes whose PRMScore is their F1 alone, where there is one. */
export function f1OnlyNote(subsets: readonly Named[]): string | undefined {
  const only = subsets.find(({ id }) => id === F1_ONLY_CLASS)
  return only && `${only.name} holds no wrong step: its PRMScore is F1 alone.`
}
