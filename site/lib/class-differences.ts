import { scaleLinear } from 'd3-scale'
import { ahead, type DifferenceRow, signedPoints } from './comparison.ts'
import { inWords, list } from './format.ts'

/** A class on which two runs have values, as a line between them. */
export interface ClassLine {
  readonly name: string
  readonly y: number
  readonly a: number
  readonly b: number
  /** A − B, with its sign. */
  readonly difference: string
  /** Whether the two can be told apart there. */
  readonly isTold: boolean
}

export interface ClassChart {
  readonly lines: readonly ClassLine[]
  readonly height: number
  readonly ticks: readonly { readonly text: string; readonly x: number }[]
}

const PITCH = 24
const TOP = 22

/** Both values of every class on one scale from 0 to 100, in the order given; classes without both are left out. */
export function classChart(
  rows: readonly DifferenceRow[],
  { left, right }: { readonly left: number; readonly right: number },
): ClassChart {
  const scale = scaleLinear([0, 1], [left, right])
  const lines = rows
    .flatMap(({ name, difference: row }) =>
      row.a.status === 'ok' && row.b.status === 'ok'
        ? { name, a: row.a.value, b: row.b.value, isTold: ahead(row) !== undefined }
        : [],
    )
    .map(({ name, a, b, isTold }, place) => ({
      name,
      y: TOP + (place + 0.5) * PITCH,
      a: scale(a),
      b: scale(b),
      difference: signedPoints(a - b),
      isTold,
    }))
  return {
    lines,
    height: TOP + lines.length * PITCH + 26,
    ticks: [0, 0.5, 1].map((value) => ({ text: String(100 * value), x: scale(value) })),
  }
}

/** On which classes each run is ahead beyond doubt, in the order of the rows. */
export function classSentence(
  rows: readonly DifferenceRow[],
  letters: { readonly a: string; readonly b: string },
): string {
  const told = (['a', 'b'] as const).flatMap((side) => {
    const own = rows.filter(({ difference }) => ahead(difference) === side)
    if (own.length === 0) return []
    const names = own.map(({ name, difference: { difference } }) =>
      difference.status === 'ok' ? `${name} (${signedPoints(difference.value)})` : name,
    )
    return [`${letters[side]} is ahead on ${list(names)}`]
  })
  const open = rows.filter(({ difference }) => ahead(difference) === undefined).length
  if (told.length === 0) return `No class tells ${letters.a} and ${letters.b} apart.`
  const rest =
    open === 0
      ? ''
      : ` ${open === 1 ? 'One class does' : `${inWords(open)} classes do`} not tell them apart.`
  return `${told.join('; ')}.${rest.replace(/^ ./, (start) => start.toUpperCase())}`
}
