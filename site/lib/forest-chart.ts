import { scaleLinear } from 'd3-scale'
import type { Benchmark } from '#schema/benchmark.ts'
import type { MetricId } from '#schema/metric.ts'
import { rankRanges } from '#schema/metrics/rank-range.ts'
import type { Standing, StandingResult } from '#schema/standing.ts'
import { resultOf } from './board.ts'
import { capital, inWords } from './format.ts'

interface Charted {
  readonly letter: string
  readonly row: Pick<Standing, 'results'>
}

/** A run's value on one part of a benchmark, and the places among those shown that its interval allows. */
export interface ForestRow {
  readonly letter: string
  readonly value: number
  readonly interval: StandingResult['interval']
  /** Undefined where some run has no interval. */
  readonly places: string | undefined
}

/** One part of a benchmark with the runs that have a value there, in the order of the board. */
export interface ForestPanel {
  readonly name: string
  readonly rows: readonly ForestRow[]
}

/** What a forest plot shows of each kind of board: the parts, and the metric it ranks by. */
export function forestParts({
  kind,
  subsets,
  groups = [],
}: Pick<Benchmark, 'kind' | 'subsets' | 'groups'>): {
  readonly metric: MetricId
  readonly parts: readonly { readonly id: string; readonly name: string }[]
} {
  switch (kind) {
    case 'first_error':
      return { metric: 'f1', parts: subsets }
    case 'step_labels':
      return { metric: 'prm_score', parts: groups.length > 0 ? groups : [OVERALL] }
    case 'preference':
      return { metric: 'mrr', parts: subsets.length > 1 ? [AVERAGE] : subsets }
    case 'best_of_n':
      return { metric: 'accuracy', parts: [] }
  }
}
const OVERALL = { id: 'overall', name: 'Overall' }
const AVERAGE = { id: 'average', name: 'Overall' }

/** The panels of a board; one in which nothing has a value is left out. */
export function forestPanels(
  benchmark: Pick<Benchmark, 'kind' | 'subsets' | 'groups'>,
  shown: readonly Charted[],
): readonly ForestPanel[] {
  const { metric, parts } = forestParts(benchmark)
  return parts
    .map(({ id, name }) => ({
      name,
      rows: withPlaces(
        shown.flatMap(({ letter, row }) => {
          const result = resultOf(row, id, metric)
          return result?.status === 'ok'
            ? [{ letter, value: result.value, interval: result.interval }]
            : []
        }),
      ),
    }))
    .filter(({ rows }) => rows.length > 0)
}

function withPlaces(rows: readonly Omit<ForestRow, 'places'>[]): readonly ForestRow[] {
  const intervals = rows.flatMap(({ interval }) => interval ?? [])
  const ranges = intervals.length === rows.length ? rankRanges(intervals) : []
  return rows.map((row, index) => {
    const range = ranges[index]
    const places =
      range && (range.best === range.worst ? `${range.best}` : `${range.best}–${range.worst}`)
    return { ...row, places }
  })
}

/** Who is first on every part, and on how many of them beyond doubt; undefined where there is nothing to say. */
export function forestFinding(panels: readonly ForestPanel[]): string | undefined {
  const [first] = panels
  if (!first || panels.some(({ rows }) => rows.length < 2)) return undefined
  if (panels.some(({ rows }) => rows.some(({ places }) => places === undefined))) return undefined
  if (panels.length === 1) return placesFinding(first)
  const leaders = panels.map(leaderOf)
  const [leader] = leaders
  if (leaders.includes(undefined)) return undefined
  if (!leaders.every((one) => one?.letter === leader?.letter)) {
    return 'No model is first on every part'
  }
  const settled = leaders.filter((one) => one?.places === '1').length
  if (settled === panels.length) {
    return `${leader?.letter} is first on every part, and no interval reaches its own`
  }
  const parts = settled === 0 ? 'none' : `${inWords(settled)} of ${inWords(panels.length)}`
  return `${leader?.letter} is first on every part, beyond doubt on ${parts}`
}

function placesFinding({ rows }: ForestPanel): string {
  const settled = rows.filter(({ places }) => !places?.includes('–')).length
  if (settled === 0) return 'No place is settled: intervals overlap'
  if (settled < rows.length) {
    return `${capital(inWords(settled))} of ${inWords(rows.length)} places ${settled === 1 ? 'is' : 'are'} settled`
  }
  return rows.length === 2
    ? 'Both places are settled'
    : `All ${inWords(settled)} places are settled`
}

/** The run with the highest value; undefined where several share it. */
function leaderOf({ rows }: ForestPanel): ForestRow | undefined {
  const most = Math.max(...rows.map(({ value }) => value))
  const [leader, ...others] = rows.filter(({ value }) => value === most)
  return others.length === 0 ? leader : undefined
}

/** Where a panel's marks stand, from `left` at 0 to `right` at 1, a row every `gap` from `top` on. */
export function forestLayout(
  { rows }: ForestPanel,
  { left, right, top, gap }: { left: number; right: number; top: number; gap: number },
) {
  const x = scaleLinear([0, 1], [left, right])
  return {
    rows: rows.map((row, index) => ({
      ...row,
      y: top + index * gap,
      x: x(row.value),
      bar: row.interval && { from: x(row.interval.lower), to: x(row.interval.upper) },
    })),
    bottom: top + rows.length * gap,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, x: x(value) })),
  }
}
