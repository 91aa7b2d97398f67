import { scaleLinear } from 'd3-scale'
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

type Outcomes = Standing['outcomes']

/** Items with an error, by what became of them. Missed ones are `open`, an outline. */
export function errorParts(outcomes: Outcomes, items: number): Record<BarKind, number> {
  const { hit, early, late, missed, passed_gold } = outcomes
  const open = missed + passed_gold
  return { right: hit, early, late, open, undecided: items - hit - early - late - open }
}

/** Items without an error. A false alarm is drawn as a flag that comes too early. */
export function correctParts(outcomes: Outcomes, items: number): Record<BarKind, number> {
  const { passed, false_alarm } = outcomes
  return {
    right: passed,
    early: false_alarm,
    late: 0,
    open: 0,
    undecided: items - passed - false_alarm,
  }
}

/** Lays out both groups on one item scale: `from` to `to`, with a gap between them. */
export function outcomeBars(
  run: Pick<Standing, 'results' | 'outcomes'>,
  { from, to, gap }: { from: number; to: number; gap: number },
) {
  const counts = resultOf(run, 'average', 'f1')?.counts
  const { error_n = 0, correct_n = 0 } = counts ?? {}
  const x = scaleLinear([0, Math.max(1, error_n + correct_n)], [0, to - from - gap])
  const correctFrom = from + x(error_n) + gap
  const error = errorParts(run.outcomes, error_n)
  const correct = correctParts(run.outcomes, correct_n)
  return {
    error: stack(error, from, x),
    correct: stack(correct, correctFrom, x),
    errorItems: error_n,
    correctItems: correct_n,
    correctFrom,
    alarms: correct.early,
    words: wordsOf(error, correct),
  }
}

/** What all charted runs have in common on items with an error, or undefined. */
export function outcomesFinding(
  runs: readonly Pick<Standing, 'results' | 'outcomes'>[],
): string | undefined {
  const parts = runs.map((run) =>
    errorParts(run.outcomes, resultOf(run, 'average', 'f1')?.counts?.error_n ?? 0),
  )
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

function stack(
  parts: Record<BarKind, number>,
  from: number,
  x: (items: number) => number,
): readonly Bar[] {
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

function wordsOf(error: Record<BarKind, number>, correct: Record<BarKind, number>): string {
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
