import { z } from 'zod'
import { isRight, OUTCOMES, type Outcome } from './decision.ts'
import { type ItemOutcome, itemOutcomes, type SubsetOutcomes } from './item-facts.ts'
import { Rate, rate } from './rate.ts'
import type { Label } from '../verdict.ts'

/** What items can be told apart by. */
export const SLICE_DIMENSIONS = ['subset', 'generator', 'length', 'position'] as const
export type SliceDimension = (typeof SLICE_DIMENSIONS)[number]

/** Numbers of steps, each name with the most steps it holds. */
const MOST_STEPS = { '1-4': 4, '5-6': 6, '7-9': 9, '10-14': 14, '15+': Infinity } as const
export const LENGTHS = ['1-4', '5-6', '7-9', '10-14', '15+'] as const
export type Length = (typeof LENGTHS)[number]

/** Where the first wrong step is, as step / steps with steps counted from 0. */
export const POSITIONS = [
  'first_quarter',
  'second_quarter',
  'third_quarter',
  'last_quarter',
  'no_error',
] as const
export type Position = (typeof POSITIONS)[number]

/** The items that are alike in some dimensions. */
export const Slice = z
  .object({
    key: z.partialRecord(z.enum(SLICE_DIMENSIONS), z.string()).meta({
      description: 'What they have in common; an unknown generator is left out.',
    }),
    n: z.int(),
    error: Rate.meta({ description: 'Items with an error whose decision is the labelled step.' }),
    correct: Rate.meta({ description: 'Items without an error that pass.' }),
    outcomes: z.record(z.enum(OUTCOMES), z.int()),
  })
  .meta({ id: 'Slice' })
export type Slice = z.infer<typeof Slice>

/**
 * Accuracy on every combination of the dimensions that occurs: subsets in their order, generators by
 * name, lengths and positions ascending. Items of subsets without decisions are in no slice.
 */
export function firstErrorSlices(
  subsets: readonly SubsetOutcomes[],
  dimensions: readonly SliceDimension[],
): Slice[] {
  const items = subsets.flatMap(itemOutcomes)
  const groups = Map.groupBy(items, (item) =>
    JSON.stringify(dimensions.map((dimension) => valueOf(item, dimension) ?? null)),
  )
  const orders = dimensions.map((dimension) => orderOf(dimension, items))
  return Array.from(groups.values(), (members) => ({
    members,
    places: dimensions.map((dimension, index) =>
      (orders[index] ?? []).indexOf(firstValue(members, dimension)),
    ),
  }))
    .sort((a, b) => comparePlaces(a.places, b.places))
    .map(({ members }) => sliceOf(members, dimensions))
}

function sliceOf(members: readonly ItemOutcome[], dimensions: readonly SliceDimension[]): Slice {
  const withError = members.filter(({ label }) => label.kind === 'at')
  const without = members.filter(({ label }) => label.kind === 'none')
  const accuracy = (of: readonly ItemOutcome[], none: string) =>
    rate(of.filter(({ outcome }) => isRight(outcome)).length, of.length, none)
  const outcomes = Object.fromEntries(OUTCOMES.map((name) => [name, 0])) as Record<Outcome, number>
  for (const { outcome } of members) outcomes[outcome] += 1
  const key = dimensions.flatMap((dimension) => {
    const value = firstValue(members, dimension)
    return value === undefined ? [] : [[dimension, value] as const]
  })
  return {
    key: Object.fromEntries(key),
    n: members.length,
    error: accuracy(withError, 'no item with an error'),
    correct: accuracy(without, 'no item without an error'),
    outcomes,
  }
}

function valueOf(item: ItemOutcome, dimension: SliceDimension): string | undefined {
  switch (dimension) {
    case 'subset':
      return item.subset
    case 'generator':
      return item.generator
    case 'length':
      return lengthOf(item.steps)
    case 'position':
      return positionOf(item)
  }
}

function firstValue(members: readonly ItemOutcome[], dimension: SliceDimension) {
  const [first] = members
  return first && valueOf(first, dimension)
}

/** Every value of a dimension in the order slices are listed; unknown last. */
function orderOf(
  dimension: SliceDimension,
  items: readonly ItemOutcome[],
): readonly (string | undefined)[] {
  switch (dimension) {
    case 'subset':
      return [...new Set(items.map(({ subset }) => subset))]
    case 'generator': {
      const names = new Set(items.flatMap(({ generator }) => generator ?? []))
      return [...[...names].sort(), undefined]
    }
    case 'length':
      return LENGTHS
    case 'position':
      return POSITIONS
  }
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (const [index, place] of a.entries()) {
    const difference = place - (b[index] ?? place)
    if (difference !== 0) return difference
  }
  return 0
}

/** The name of the lengths that a number of steps is among. */
export function lengthOf(steps: number): Length | undefined {
  return LENGTHS.find((length) => steps <= MOST_STEPS[length])
}

/** In which quarter of the steps the first wrong one is. */
export function positionOf({
  label,
  steps,
}: {
  readonly label: Label
  readonly steps: number
}): Position | undefined {
  if (label.kind === 'none') return 'no_error'
  return POSITIONS[Math.floor((4 * label.step) / steps)]
}
