import { percent } from '#schema/format-number.ts'
import {
  SLICE_DIMENSIONS,
  type Slice,
  type SliceDimension,
} from '#schema/metrics/first-error-slices.ts'
import type { FlawedProcessReport } from '#schema/metrics/flawed-process.ts'
import type { Rate } from '#schema/metrics/rate.ts'
import { inWords } from './format.ts'

/** Slices by dimension, as a reader of the API gets them. */
export type Slices = Readonly<
  Record<
    SliceDimension,
    readonly (Omit<Slice, 'key'> & {
      readonly key: Readonly<{ [Dimension in SliceDimension]?: string | undefined }>
    })[]
  >
>

export const DIMENSION_WORDS = {
  subset: 'By subset',
  generator: 'By who wrote the solution',
  length: 'By number of steps',
  position: 'By place of the first wrong step',
} as const satisfies Record<SliceDimension, string>

export const POSITION_WORDS: Readonly<Record<string, string>> = {
  first_quarter: 'in the first quarter',
  second_quarter: 'in the second quarter',
  third_quarter: 'in the third quarter',
  last_quarter: 'in the last quarter',
  no_error: 'no wrong step',
}

/** A number of steps from `5-6`, with the dash of a range. */
export function lengthWords(length: string): string {
  return `${length.replace('-', '–')} steps`
}

/** What a slice is called in its section; undefined where the generator is not known. */
export function sliceName(
  dimension: SliceDimension,
  value: string | undefined,
  names: Readonly<Record<string, string>>,
): string {
  if (value === undefined) return 'not known'
  switch (dimension) {
    case 'subset':
      return names[value] ?? value
    case 'generator':
      return value
    case 'length':
      return lengthWords(value)
    case 'position':
      return POSITION_WORDS[value] ?? value
  }
}

/** Items with an error that make a slice large enough for a title. */
const FEWEST = 30

/**
 * The property by which the share of errors found differs most between two slices whose intervals
 * do not touch; undefined where there is none.
 */
export function sliceFinding(
  slices: Slices,
  names: Readonly<Record<string, string>>,
): string | undefined {
  const gaps = SLICE_DIMENSIONS.flatMap((dimension) => {
    const known = slices[dimension].flatMap((slice) => {
      const value = slice.key[dimension]
      return value !== undefined && slice.error.n >= FEWEST && slice.error.status === 'ok'
        ? [{ dimension, value, share: slice.error.value, error: slice.error }]
        : []
    })
    const sorted = known.toSorted((a, b) => a.share - b.share)
    const [worst, best] = [sorted[0], sorted.at(-1)]
    return worst && best && isBelow(worst.error, best.error) ? [{ worst, best }] : []
  })
  const [most] = gaps.toSorted(
    (a, b) => b.best.share - b.worst.share - (a.best.share - a.worst.share),
  )
  if (!most) return undefined
  const nameOf = ({ dimension, value }: { dimension: SliceDimension; value: string }) =>
    SENTENCES[dimension](sliceName(dimension, value, names))
  const { worst, best } = most
  return `It finds ${percent(worst.share)} % of errors ${nameOf(worst)}, ${percent(best.share)} % ${nameOf(best)}`
}

const SENTENCES = {
  subset: (name) => `on ${name}`,
  generator: (name) => `of ${name}`,
  length: (name) => `in ${name}`,
  position: (name) => name,
} as const satisfies Record<SliceDimension, (name: string) => string>

/** In how many subsets an error is surely found less often when the answer is right all the same. */
export function flawedProcessFinding({ subsets }: FlawedProcessReport): string | undefined {
  const known = subsets.filter(
    ({ right_answer, wrong_answer }) =>
      right_answer.status === 'ok' && wrong_answer.status === 'ok',
  )
  const harder = known.filter(({ right_answer, wrong_answer }) =>
    isBelow(right_answer, wrong_answer),
  ).length
  if (harder === 0) return undefined
  const where =
    harder === known.length
      ? harder === 1
        ? ''
        : `, in each of ${inWords(harder)} subsets`
      : `, surely so in ${inWords(harder)} of ${inWords(known.length)} subsets`
  return `A right answer hides the error${where}`
}

/** Whether one interval lies wholly below the other. */
function isBelow(a: Rate, b: Rate): boolean {
  return (
    a.uncertainty.status === 'ok' &&
    b.uncertainty.status === 'ok' &&
    a.uncertainty.interval.upper < b.uncertainty.interval.lower
  )
}
