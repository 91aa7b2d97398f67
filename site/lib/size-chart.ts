import { scaleLinear, scaleLog } from 'd3-scale'
import { percent } from '#schema/format-number.ts'
import type { ModelKind } from '#schema/manifest.ts'
import { spread } from './accuracy-chart.ts'
import { shortBillions } from './format.ts'

/** A model of known size: recomputed here, or only reported, of a judge or of a reward model. */
export interface SizePoint {
  readonly mark: 'recomputed' | 'reported' | 'reported_judge'
  readonly name: string
  /** What the page calls a recomputed run; empty where it has no letter. */
  readonly letter: string
  readonly params: number
  readonly value: number
}

interface Sized {
  readonly params?: number | null | undefined
  readonly kind?: ModelKind | null | undefined
}

/** What to draw of a model; nothing of a baseline, or where the size or the value is unknown. */
export function sizePoint(
  { params, kind }: Sized,
  {
    value,
    isReported,
    ...named
  }: {
    readonly value: number | null
    readonly isReported: boolean
    readonly name: string
    readonly letter: string
  },
): readonly SizePoint[] {
  if (params === undefined || params === null || value === null || kind === 'baseline') return []
  const reported = kind === 'prompted_judge' ? 'reported_judge' : 'reported'
  return [{ ...named, params, value, mark: isReported ? reported : 'recomputed' }]
}

/** Models of about one size: the largest has at most this many times the parameters of the smallest. */
const ALIKE = 1.25
/** How many of them say something of size. */
const ENOUGH = 3

/**
 * How far models of about one size lie apart; and that size explains little, where other sizes are
 * shown too and that is at least half of how far all of them lie apart. Only of what was recomputed:
 * reports differ in more than the model.
 */
export function sizeFinding(points: readonly SizePoint[]): string | undefined {
  const own = points
    .filter(({ mark }) => mark === 'recomputed')
    .toSorted((a, b) => a.params - b.params)
  const groups = own
    .map(({ params }) => own.filter((one) => one.params >= params && one.params <= ALIKE * params))
    .filter((group) => group.length >= ENOUGH)
    .toSorted((a, b) => span(b).width - span(a).width)
  const [group] = groups
  if (!group) return undefined
  const { low, high, width } = span(group)
  const sizes = [...new Set([group[0], group.at(-1)].map((one) => shortBillions(one?.params ?? 0)))]
  const fact = `${sizes.join('–')} B models span ${percent(low)} to ${percent(high)}`
  const isLittle = group.length < own.length && width >= span(own).width / 2
  return isLittle ? `Size explains little: ${fact}` : fact
}

function span(points: readonly SizePoint[]) {
  const values = points.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return { low, high, width: high - low }
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Lays out values from 0 on against the logarithm of size; undefined for fewer than two points. */
export function sizeChart(points: readonly SizePoint[], box: Box) {
  if (points.length < 2) return undefined
  const sizes = points.map(({ params }) => params)
  const [low, high] = domainOf(Math.min(...sizes), Math.max(...sizes))
  const x = scaleLog([low, high], [box.left, box.right]).base(2)
  const most = Math.max(...points.map(({ value }) => value))
  const y = scaleLinear([0, most], [box.bottom, box.top]).nice(4)
  const marks = points.map((point) => ({ ...point, x: x(point.params), y: y(point.value) }))
  return {
    marks,
    labels: labelsOf(marks, box),
    xTicks: ticksWithin(low, high).map((size) => ({ size, x: x(size) })),
    yTicks: y.ticks(4).map((value) => ({ value, y: y(value) })),
  }
}

/** Half an octave of room, so that marks stand clear of the axis; more where too few ticks fall on it. */
function domainOf(smallest: number, largest: number): readonly [low: number, high: number] {
  const [low, high] = [smallest / Math.SQRT2, largest * Math.SQRT2]
  if (ticksWithin(low, high).length >= 2) return [low, high]
  return [
    TICKS.findLast((size) => size < smallest) ?? low,
    TICKS.find((size) => size > largest) ?? high,
  ]
}

function ticksWithin(low: number, high: number): readonly number[] {
  return TICKS.filter((size) => size >= low && size <= high)
}
/** In parameters: sizes that models come in. */
const TICKS = [0.5e9, 1.5e9, 3e9, 7e9, 14e9, 32e9, 72e9, 236e9, 671e9]

const NEAR = 26
const ASIDE = 9

/** A letter beside each mark that has one, those of neighbours in one column and none on another. */
function labelsOf(
  marks: readonly (SizePoint & { readonly x: number; readonly y: number })[],
  box: Box,
) {
  const lettered = marks.filter(({ letter }) => letter !== '').toSorted((a, b) => a.x - b.x)
  const columns: (typeof lettered)[] = []
  for (const mark of lettered) {
    const column = columns.at(-1)
    const last = column?.at(-1)
    if (column && last && mark.x - last.x < NEAR) column.push(mark)
    else columns.push([mark])
  }
  return columns.flatMap((column) => {
    const labelX = Math.max(...column.map(({ x }) => x)) + ASIDE
    const ys = spread(
      column.map(({ y }) => y),
      { gap: 13, ...box },
    )
    return column.map(({ letter }, index) => ({ letter, x: labelX, y: ys[index] ?? box.top }))
  })
}
