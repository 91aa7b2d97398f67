import { z } from 'zod'
import { Rate, rate } from './rate.ts'
import {
  addTallies,
  type JudgedSteps,
  judgeSteps,
  NO_STEPS,
  StepCounts,
  type StepRule,
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
    const places = byClass.get(item.classification) ?? noPlaces()
    byClass.set(item.classification, places)
    countPlaces(places, item, rule)
  }
  return {
    classes: Array.from(byClass, ([id, counts]) => ({ id, ...confusionOf(counts) })),
    overall: confusionOf([...byClass.values()].reduce(addPlaces, noPlaces())),
  }
}

type PlaceCounts = Readonly<Record<StepPlace, StepCounts>>

function noPlaces(): PlaceCounts {
  const none = () => ({ ...NO_STEPS.counts })
  return { clean: none(), before: none(), first: none(), after: none() }
}

function countPlaces(places: PlaceCounts, item: JudgedSteps, rule: StepRule): void {
  const end = rule.variant === 'strict' ? item.steps : item.scores.length
  const first = Math.min(end, ...item.wrongSteps)
  judgeSteps(item, rule, (step, judgement) => {
    places[placeOf(step, first, end)][judgement] += 1
  })
}

/** Given the first wrong step, which is the end where there is none. */
function placeOf(step: number, first: number, end: number): StepPlace {
  if (first === end) return 'clean'
  if (step === first) return 'first'
  return step < first ? 'before' : 'after'
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
  const counts = STEP_PLACES.reduce((sum, place) => addCounts(sum, places[place]), NO_STEPS.counts)
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
