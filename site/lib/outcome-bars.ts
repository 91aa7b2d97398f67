import { scaleLinear } from 'd3-scale'
import type { MetricResult } from '#schema/metric.ts'
import type { Standing } from '#schema/standing.ts'
import { count, inWords, plural } from './format.ts'
import { resultOf } from './board.ts'

export const BAR_KINDS = ['right', 'early', 'late', 'open', 'undecided'] as const
export type BarKind = (typeof BAR_KINDS)[number]

export interface Bar {
  readonly kind: BarKind
  readonly x: number
  readonly width: number
  /** The count, where it fits into the bar. */
  readonly label: string
}

type Parts = Readonly<Record<BarKind, number>>
type Judged = Pick<Standing, 'results' | 'outcomes'>

/** What became of wrong things and of right ones: items with an error and without, or steps. */
export interface OutcomeGroups {
  readonly errors: number
  readonly corrects: number
  readonly error: Parts
  readonly correct: Parts
  readonly words: string
}

/** Items with and without an error. Missed ones are `open`, an outline; false alarms flags that come too early. */
export function itemGroups(run: Judged): OutcomeGroups {
  const counts = countsOf(run, 'average', 'f1')
  const { error_n: errors, correct_n: corrects } =
    counts && 'error_n' in counts ? counts : { error_n: 0, correct_n: 0 }
  const error = errorParts(run.outcomes, errors)
  const { passed = 0, false_alarm = 0 } = run.outcomes
  const undecided = corrects - passed - false_alarm
  const correct = { right: passed, early: false_alarm, late: 0, open: 0, undecided }
  return { errors, corrects, error, correct, words: itemWords(error, correct) }
}

/** Wrong and right steps. A right step that is flagged is drawn as a flag that comes too early. */
export function stepGroups(run: Pick<Standing, 'results'>): OutcomeGroups {
  const counts = countsOf(run, 'overall', 'prm_score')
  const { tp, fp, tn, fn } = counts && 'tp' in counts ? counts : { tp: 0, fp: 0, tn: 0, fn: 0 }
  const none = { right: 0, early: 0, late: 0, open: 0, undecided: 0 }
  return {
    errors: tn + fp,
    corrects: tp + fn,
    error: { ...none, right: tn, open: fp },
    correct: { ...none, right: tp, early: fn },
    words: `${count(tn)} wrong steps flagged, ${count(fp)} passed, ${count(tp)} right steps passed, ${count(fn)} flagged`,
  }
}

/**
 * Lays out both groups, `from` to `to`, with a gap between them: on one scale, or each on half the
 * width where one is many times the other.
 */
export function outcomeBars(
  { errors, corrects, error, correct }: OutcomeGroups,
  { from, to, gap, halves = false }: { from: number; to: number; gap: number; halves?: boolean },
) {
  const width = to - from - gap
  const shared = scaleLinear([0, Math.max(1, errors + corrects)], [0, width])
  const half = (items: number) => scaleLinear([0, Math.max(1, items)], [0, width / 2])
  const correctFrom = from + (halves ? width / 2 : shared(errors)) + gap
  return {
    error: stack(error, from, halves ? half(errors) : shared),
    correct: stack(correct, correctFrom, halves ? half(corrects) : shared),
    correctFrom,
  }
}

/** What all charted runs have in common on items with an error, or undefined. */
export function outcomesFinding(runs: readonly Judged[]): string | undefined {
  const parts = runs.map((run) => itemGroups(run).error)
  if (parts.length < 2) return undefined
  const all = parts.length === 2 ? 'Both models' : `All ${inWords(parts.length)} models`
  if (parts.every(({ early, late, open }) => open > early + late)) {
    return `${all} miss more errors than they misplace`
  }
  if (parts.every(({ early, late, open }) => open < early + late)) {
    return `${all} misplace more errors than they miss`
  }
  return undefined
}

/** What all charted runs do more often of wrong steps, or undefined. */
export function stepsFinding(runs: readonly Pick<Standing, 'results'>[]): string | undefined {
  const parts = runs.map((run) => stepGroups(run).error)
  if (parts.length === 0) return undefined
  const all =
    parts.length === 1
      ? 'The model flags'
      : parts.length === 2
        ? 'Both models flag'
        : `All ${inWords(parts.length)} models flag`
  if (parts.every(({ right, open }) => right > open)) {
    return `${all} more than half of the wrong steps`
  }
  if (parts.every(({ right, open }) => right < open)) {
    return `${all} fewer than half of the wrong steps`
  }
  return undefined
}

function errorParts(outcomes: Standing['outcomes'], items: number): Parts {
  const { hit = 0, early = 0, late = 0, missed = 0, passed_gold = 0 } = outcomes
  const open = missed + passed_gold
  return { right: hit, early, late, open, undecided: items - hit - early - late - open }
}

function countsOf(
  run: Pick<Standing, 'results'>,
  subset: string,
  metric: MetricResult['metric'],
): MetricResult['counts'] {
  return resultOf(run, subset, metric)?.counts
}

function stack(parts: Parts, from: number, x: (items: number) => number): readonly Bar[] {
  let before = 0
  return BAR_KINDS.flatMap((kind) => {
    const items = parts[kind]
    if (items === 0) return []
    const text = count(items)
    const width = x(items)
    const bar = { kind, x: from + x(before), width, label: fits(text, width) ? text : '' }
    before += items
    return [bar]
  })
}

/** Digits are about 7 units wide at the size of chart text, with 5 left free on either side. */
function fits(text: string, width: number): boolean {
  return text.length * 7 + 10 <= width
}

function itemWords(error: Parts, correct: Parts): string {
  const undecided = error.undecided + correct.undecided
  return [
    `${count(error.right)} found`,
    `${count(error.early)} too early`,
    `${count(error.late)} too late`,
    `${count(error.open)} missed`,
    `${count(correct.right)} correct ones passed`,
    plural(correct.early, 'false alarm'),
    ...(undecided === 0 ? [] : [`${count(undecided)} undecided`]),
  ].join(', ')
}
