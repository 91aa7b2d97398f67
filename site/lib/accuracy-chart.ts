import { scaleLinear, scaleLog } from 'd3-scale'
import { percent } from '#schema/format-number.ts'
import type { StandingResult } from '#schema/standing.ts'
import { inWords } from './format.ts'

interface Named {
  readonly name: string
  readonly results: readonly StandingResult[]
}

interface Point {
  readonly n: number
  readonly value: number
}

/** The accuracies of models against the number of candidates, between the ceiling and the majority. */
export interface AccuracyChart {
  readonly lines: readonly (Named & {
    readonly letter: string
    readonly d: string
    readonly points: readonly { readonly x: number; readonly y: number }[]
    readonly labelY: number
  })[]
  readonly references: readonly (Named & { readonly d: string; readonly labelY: number })[]
  readonly sizes: readonly { readonly n: number; readonly x: number }[]
  readonly ticks: readonly { readonly value: number; readonly y: number }[]
  readonly words: string
}

/** Lays out the chart; undefined when nothing in it has a value. */
export function accuracyChart(
  runs: readonly (Named & { readonly letter: string })[],
  references: readonly Named[],
  box: { left: number; right: number; top: number; bottom: number },
): AccuracyChart | undefined {
  const all = [...runs, ...references].flatMap(({ results }) => pointsOf(results))
  if (all.length === 0) return undefined
  const sizes = [...new Set(all.map(({ n }) => n))].toSorted((a, b) => a - b)
  const x = scaleLog([Math.min(...sizes), Math.max(2, ...sizes)], [box.left, box.right]).base(2)
  const values = all.map(({ value }) => value)
  const y = scaleLinear([Math.min(...values), Math.max(...values)], [box.bottom, box.top]).nice(4)
  const place = ({ results }: Named) =>
    pointsOf(results).map(({ n, value }) => ({ x: x(n), y: y(value) }))
  const drawn = [...references, ...runs].map((one) => {
    const points = place(one)
    const d = points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('L')
    return { ...one, points, d: d === '' ? '' : `M${d}`, end: points.at(-1)?.y ?? box.bottom }
  })
  const labels = spread(
    drawn.map(({ end }) => end),
    { gap: 14, ...box },
  )
  const placed = drawn.map((line, index) => ({ ...line, labelY: labels[index] ?? line.end }))
  return {
    references: placed.slice(0, references.length),
    lines: runs.map((run, index) => ({ ...(placed[references.length + index] ?? EMPTY), ...run })),
    sizes: sizes.map((n) => ({ n, x: x(n) })),
    ticks: y.ticks(4).map((value) => ({ value, y: y(value) })),
    words: [...runs, ...references].map(wordsOf).join('. '),
  }
}
const EMPTY = { d: '', points: [], labelY: 0 }

/** How many models beat the plain vote at all candidates. */
export function majorityFinding(
  values: readonly (number | null)[],
  majority: number | null,
): string | undefined {
  const known = values.filter((value) => value !== null)
  if (majority === null || known.length === 0) return undefined
  const better = known.filter((value) => value > majority).length
  const verb = better === 1 ? 'beats' : 'beat'
  if (known.length === 1) {
    return better === 1 ? 'The model beats a plain vote' : 'The model does not beat a plain vote'
  }
  if (better === 0) return `None of ${inWords(known.length)} models beats a plain vote`
  if (better === known.length) {
    return `${known.length === 2 ? 'Both' : `All ${inWords(known.length)}`} models beat a plain vote`
  }
  return `${better === 1 ? 'Only one' : cap(inWords(better))} of ${inWords(known.length)} models ${verb} a plain vote`
}

function cap(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Moves labels apart until none is nearer to the next than the gap, within the box where there is room. */
export function spread(
  wanted: readonly number[],
  { gap, top, bottom }: { gap: number; top: number; bottom: number },
): readonly number[] {
  const order = wanted.map((y, index) => ({ y, index })).toSorted((a, b) => a.y - b.y)
  const placed: { index: number; y: number }[] = []
  for (const { y, index } of order) {
    placed.push({ index, y: Math.max(y, (placed.at(-1)?.y ?? top - 2 * gap) + gap) })
  }
  let limit = bottom
  for (const label of placed.toReversed()) {
    label.y = Math.min(label.y, limit)
    limit = label.y - gap
  }
  return wanted.map((_, index) => placed.find((label) => label.index === index)?.y ?? top)
}

function pointsOf(results: readonly StandingResult[]): readonly Point[] {
  return results.flatMap((result) =>
    result.status === 'ok' && result.candidates !== undefined && result.candidates > 0
      ? [{ n: result.candidates, value: result.value }]
      : [],
  )
}

function wordsOf({ name, results }: Named): string {
  const points = pointsOf(results).map(({ n, value }) => `${percent(value)} of ${n}`)
  return `${name}: ${points.length === 0 ? 'undefined' : points.join(', ')}`
}
