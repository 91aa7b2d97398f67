import type { MetricId } from '#schema/metric.ts'
import type { Standing, StandingResult } from '#schema/standing.ts'
import { percent } from '#schema/format-number.ts'
import { BASELINES_SUBMITTER } from '#schema/submitter.ts'
import { points } from './format.ts'
import { LETTERS, nameOf } from './words.ts'

/** The value of one metric on one subset, or on their average. */
export function resultOf(
  { results }: Pick<Standing, 'results'>,
  subset: string,
  metric: MetricId,
): StandingResult | undefined {
  return results.find((result) => result.subset === subset && result.metric === metric)
}

/**
 * The runs that figures show, by letter: the first five of the page that are no baseline, or its first
 * five where all are. Those that are held are not shown.
 */
export function charted<
  Row extends Pick<Standing, 'run' | 'model'> & Partial<Pick<Standing, 'held'>>,
>(rows: readonly Row[]) {
  const free = rows.filter(({ held }) => held !== true)
  const models = free.filter(({ model }) => model.kind !== 'baseline')
  const shown = (models.length > 0 ? models : free).slice(0, LETTERS.length)
  return shown.map((row, index) => ({ letter: LETTERS[index] ?? '', row }))
}

/** Whether a row stands apart from the ranking, on every page of a board: the operator's baselines. */
export function isPinned({ model, submitter }: Pick<Standing, 'model' | 'submitter'>): boolean {
  return model.kind === 'baseline' && submitter === BASELINES_SUBMITTER
}

/** The bodies of a board's table: what is ranked or may be, and what is pinned below it. */
export function bodiesOf(rows: readonly Standing[]) {
  const pinned = rows.filter(isPinned)
  const others = rows.filter((row) => !isPinned(row))
  return [
    { pinned: false, rows: others },
    { pinned: true, rows: pinned },
  ].filter((body) => body.rows.length > 0)
}

/** Where a name may break in a narrow head: before a capital that follows a small letter. */
export function breakable(name: string): string {
  return name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ZERO_WIDTH_SPACE)
}
const ZERO_WIDTH_SPACE = '\u200b'

/** What the first page of a whole board shows, or undefined when its order says nothing. */
export function boardFinding(rows: readonly Standing[]): string | undefined {
  const ranked = rows.filter(({ rank }) => rank !== null)
  const first = ranked[0]
  if (first?.rank !== 1) return undefined
  const name = nameOf(first.model)
  const best = first.value ?? 0
  const other = ranked.find(({ model }) => model.id !== first.model.id)
  if (!other) return `${name} is the only model so far, at ${percent(best)}`
  const gap = best - (other.value ?? 0)
  if (gap === 0) return `${name} and ${nameOf(other.model)} share the lead`
  // Where another run may hold the first place too, by intervals, the lead is not settled.
  const isSettled = first.rankRange?.worst === 1
  return isSettled
    ? `${name} leads by ${points(gap)} points`
    : `${name} is first by ${points(gap)} points, which is not settled`
}
