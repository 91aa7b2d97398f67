import type { BenchmarkKind } from '#schema/benchmark.ts'
import type { ITEM_PROPERTIES } from '#schema/item-filter.ts'
import { LENGTHS } from '#schema/metrics/first-error-slices.ts'
import { lengthWords, POSITION_WORDS } from './slices.ts'

type Words = Readonly<Record<string, string>>

/** A property that items are picked by: its name, what the field says of all, and its values in words. */
interface PropertyField {
  readonly label: string
  readonly all: string
  readonly words: Words
}

/** The fields of a list of items; `names` are those of the subsets. */
export function propertyFields(
  kind: BenchmarkKind,
  names: Words,
): Readonly<Record<(typeof ITEM_PROPERTIES)[number], PropertyField>> {
  return {
    subset:
      kind === 'step_labels'
        ? { label: 'Class', all: 'all classes', words: names }
        : { label: 'Subset', all: 'all subsets', words: names },
    generator: { label: 'Solution by', all: 'anyone', words: {} },
    length: {
      label: 'Length',
      all: 'any number of steps',
      words: Object.fromEntries(LENGTHS.map((length) => [length, lengthWords(length)])),
    },
    label: {
      label: 'Labelled',
      all: 'with an error or correct',
      words: { error: 'with an error', correct: 'correct' },
    },
    position: { label: 'First wrong step', all: 'anywhere or none', words: POSITION_WORDS },
    answer: {
      label: 'Final answer',
      all: 'right or wrong',
      words: { right: 'right answer', wrong: 'wrong answer' },
    },
  }
}

/** Counts in the order of their words, those without words after them by name. */
export function inOrder(
  counts: Readonly<Record<string, number>> = {},
  { words }: PropertyField,
): Readonly<Record<string, number>> {
  const known = Object.keys(words).filter((value) => value in counts)
  const others = Object.keys(counts).filter((value) => !(value in words))
  return Object.fromEntries(
    [...known, ...others.toSorted()].map((value) => [value, counts[value] ?? 0]),
  )
}
