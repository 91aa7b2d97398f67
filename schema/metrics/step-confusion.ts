import { z } from 'zod'
import { Rate, rate } from './rate.ts'
import {
  addTallies,
  type JudgedSteps,
  NO_STEPS,
  StepCounts,
  type StepRule,
  tallySteps,
} from './step-counts.ts'

/**
 * Where a step is: in an item without a wrong step; or before its first wrong step, that step itself,
 * or after it.
 */
export const STEP_PLACES = ['clean', 'before', 'first', 'after'] as const
export type StepPlace = (typeof STEP_PLACES)[number]

const AtPlace = z.object({ flagged: Rate, counts: StepCounts })

/** How the steps of one class, or of all, were judged. */
export const StepConfusion = z
  .object({
    counts: StepCounts,
    right_passed: Rate.meta({ description: 'Right steps that passed.' }),
    wrong_flagged: Rate.meta({ description: 'Wrong steps that were flagged.' }),
    places: z.record(z.enum(STEP_PLACES), AtPlace).meta({
      description:
        'The steps flagged at each place, whatever their label: in an item without a wrong step (clean), before its first wrong step, that step itself, after it.',
    }),
  })
  .meta({ id: 'StepConfusion' })
export type StepConfusion = z.infer<typeof StepConfusion>

export const StepConfusionReport = z.object({
  classes: z.array(StepConfusion.extend({ id: z.string() })),
  overall: StepConfusion,
})
export type StepConfusionReport = z.infer<typeof StepConfusionReport>

/** Right and wrong steps by judgement, by class and by place, under the rule that PRMScore is counted by. */
export function stepConfusion(items: readonly JudgedSteps[], rule: StepRule): StepConfusionReport {
  const byClass = new Map<string, PlaceCounts>()
  for (const item of items) {
    const sum = byClass.get(item.classification) ?? NO_PLACES
    byClass.set(item.classification, addPlaces(sum, countPlaces(item, rule)))
  }
  return {
    classes: Array.from(byClass, ([id, counts]) => ({ id, ...confusionOf(counts) })),
    overall: confusionOf([...byClass.values()].reduce(addPlaces, NO_PLACES)),
  }
}

type PlaceCounts = Readonly<Record<StepPlace, StepCounts>>

const NONE = NO_STEPS.counts
const NO_PLACES: PlaceCounts = { clean: NONE, before: NONE, first: NONE, after: NONE }

/** An item is tallied in parts, each as if it were an item of its own. */
function countPlaces(item: JudgedSteps, rule: StepRule): PlaceCounts {
  const end = rule.variant === 'strict' ? item.steps : item.scores.length
  const first = item.wrongSteps.reduce((lowest, step) => Math.min(lowest, step), end)
  const count = (from: number, to: number) => tallySteps(partOf(item, from, to), rule).counts
  if (first === end) return { ...NO_PLACES, clean: count(0, end) }
  return {
    clean: NONE,
    before: count(0, first),
    first: count(first, first + 1),
    after: count(first + 1, end),
  }
}

function partOf(item: JudgedSteps, from: number, to: number): JudgedSteps {
  return {
    ...item,
    steps: to - from,
    wrongSteps: item.wrongSteps.flatMap((step) => (step >= from && step < to ? [step - from] : [])),
    scores: item.scores.subarray(from, to),
    ...(item.redundancy && { redundancy: item.redundancy.subarray(from, to) }),
  }
}

function addPlaces(a: PlaceCounts, b: PlaceCounts): PlaceCounts {
  const add = (place: StepPlace) => addCounts(a[place], b[place])
  return {
    clean: add('clean'),
    before: add('before'),
    first: add('first'),
    after: add('after'),
  }
}

function addCounts(a: StepCounts, b: StepCounts): StepCounts {
  return addTallies({ ...NO_STEPS, counts: a }, { ...NO_STEPS, counts: b }).counts
}

function confusionOf(places: PlaceCounts): StepConfusion {
  const counts = STEP_PLACES.reduce((sum, place) => addCounts(sum, places[place]), NONE)
  const { tp, fp, tn, fn } = counts
  const at = (place: StepPlace) => ({
    flagged: rate(places[place].tn + places[place].fn, sizeOf(places[place]), 'no step there'),
    counts: places[place],
  })
  return {
    counts,
    right_passed: rate(tp, tp + fn, 'no right step'),
    wrong_flagged: rate(tn, tn + fp, 'no wrong step'),
    places: {
      clean: at('clean'),
      before: at('before'),
      first: at('first'),
      after: at('after'),
    },
  }
}

function sizeOf({ tp, fp, tn, fn }: StepCounts): number {
  return tp + fp + tn + fn
}
