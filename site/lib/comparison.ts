import type { Benchmark } from '#schema/benchmark.ts'
import type { Difference } from '#schema/comparison.ts'
import type { MetricId } from '#schema/metric.ts'
import type { RunComparison } from '#schema/run-comparison.ts'
import { capital, points } from './format.ts'
import { METRIC_WORDS } from './reported.ts'
import { BENCHMARK_WORDS } from './words.ts'

export type Pair = RunComparison['pairs'][number]

/** What the runs of a comparison are called, in the order they were asked for: A, B, … */
export const RUN_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const

/** A difference, with the name of the subset it is of. */
export interface DifferenceRow {
  readonly name: string
  readonly isHeadline: boolean
  readonly difference: Difference
}

/** The differences of one metric, that of the whole benchmark first. */
export interface DifferenceSection {
  readonly metric: MetricId
  readonly words: string
  readonly rows: readonly DifferenceRow[]
}

const WHOLE = new Set(['average', 'overall'])

/** The differences by metric, the one that runs rank by first. Of a pool only those of all candidates. */
export function differenceSections(
  { kind, subsets, groups = [] }: Pick<Benchmark, 'kind' | 'subsets' | 'groups'>,
  { differences, headline }: Pick<Pair, 'differences' | 'headline'>,
): readonly DifferenceSection[] {
  const names = new Map([...subsets, ...groups].map(({ id, name }) => [id, name]))
  const most = new Map<string, number>()
  for (const { subset, candidates = 0 } of differences) {
    most.set(subset, Math.max(candidates, most.get(subset) ?? 0))
  }
  const shown = differences.filter(({ subset, candidates = 0 }) => candidates === most.get(subset))
  const byMetric = Map.groupBy(shown, ({ metric }) => metric)
  const metrics = [...byMetric.keys()]
  const first = headline?.metric
  const order = metrics.toSorted((a, b) => Number(b === first) - Number(a === first))
  return order.map((metric) => ({
    metric,
    words: metric === 'f1' && kind === 'step_labels' ? 'F1 of right steps' : METRIC_WORDS[metric],
    rows: (byMetric.get(metric) ?? [])
      .toSorted((a, b) => Number(WHOLE.has(b.subset)) - Number(WHOLE.has(a.subset)))
      .map((difference) => ({
        name: names.get(difference.subset) ?? capital(difference.subset),
        isHeadline: difference.metric === headline?.metric && difference.subset === headline.subset,
        difference,
      })),
  }))
}

/** Which run is higher beyond doubt: the interval of the difference does not reach 0. */
export function ahead({ uncertainty }: Difference): 'a' | 'b' | undefined {
  if (uncertainty.status === 'undefined') return undefined
  if (uncertainty.interval.lower > 0) return 'a'
  return uncertainty.interval.upper < 0 ? 'b' : undefined
}

/** What the rows of a metric have in common, or how many the two differ on. */
export function differenceFinding(
  rows: readonly DifferenceRow[],
  letters: { readonly a: string; readonly b: string },
): string | undefined {
  const parts = rows.filter(({ difference: { subset } }) => !WHOLE.has(subset))
  if (parts.length < 2) return undefined
  const leads = parts.map(({ difference }) => ahead(difference))
  for (const side of ['a', 'b'] as const) {
    if (leads.every((lead) => lead === side)) return `${letters[side]} is ahead on every subset`
  }
  if (leads.every((lead) => lead === undefined)) return 'No subset tells the two apart'
  const count = (side: 'a' | 'b') => leads.filter((lead) => lead === side).length
  const told = (['a', 'b'] as const)
    .filter((side) => count(side) > 0)
    .map((side) => `${letters[side]} is ahead on ${count(side)}`)
  return `${told.join(', ')} of ${parts.length} subsets`
}

/** What the difference of a headline says, in a sentence with its interval. */
export function leadSentence(
  { kind }: Pick<Benchmark, 'kind'>,
  headline: Difference | null,
  letters: { readonly a: string; readonly b: string },
): string {
  const of = BENCHMARK_WORDS[kind].value
  if (headline === null || headline.difference.status === 'undefined') {
    return `${of} is undefined for one of the two, so there is no difference to tell.`
  }
  const { uncertainty, difference } = headline
  if (uncertainty.status === 'undefined') {
    return `${letters.a} has ${signedPoints(difference.value)} points of ${sentenceCase(of)} against ${letters.b}, with no interval: ${uncertainty.reason}.`
  }
  const { lower, upper } = uncertainty.interval
  const side = ahead(headline)
  if (side === undefined) {
    return `The two are not separable by ${sentenceCase(of)}: ${letters.a} − ${letters.b} is ${signedPoints(difference.value)} points (95 % interval ${signedPoints(lower)} to ${signedPoints(upper)}).`
  }
  const [low, high] = side === 'a' ? [lower, upper] : [-upper, -lower]
  return `${letters[side]} leads by ${points(difference.value)} points of ${sentenceCase(of)} (95 % interval ${points(low)} to ${points(high)}).`
}

/** `Average F1` within a sentence; a name such as PRMScore stays as it is. */
function sentenceCase(words: string): string {
  return /^[A-Z][a-z]+\b(?![A-Z])/.test(words) ? words[0]?.toLowerCase() + words.slice(1) : words
}

/** A difference of proportions in points with its sign: `+14.9`, `−3.2`. */
export function signedPoints(difference: number): string {
  const size = points(difference)
  if (Number(size) === 0) return size
  return difference > 0 ? `+${size}` : `\u2212${size}`
}

/** Half the width of the axis that all these differences fit on, in points: a multiple of 10. */
export function axisOf(rows: readonly DifferenceRow[]): number {
  const ends = rows.flatMap(({ difference: { uncertainty, difference } }) => [
    ...(difference.status === 'ok' ? [difference.value] : []),
    ...(uncertainty.status === 'ok'
      ? [uncertainty.interval.lower, uncertainty.interval.upper]
      : []),
  ])
  const most = Math.max(0.1, ...ends.map(Math.abs))
  return Math.min(100, Math.ceil((100 * most) / 10) * 10)
}

/** Where a difference stands on an axis from −`axis` to +`axis` points, in percent of its length. */
export function onAxis(difference: number, axis: number): number {
  return Number((50 + (5000 * difference) / axis).toFixed(1))
}

/** A p-value with four decimals; below what they tell, a bound. */
export function pValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  return value < 0.0001 ? '< 0.0001' : value.toFixed(4)
}
