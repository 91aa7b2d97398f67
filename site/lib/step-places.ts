import { percent } from '#schema/format-number.ts'
import type { Rate } from '#schema/metrics/rate.ts'
import type {
  StepConfusion,
  StepConfusionReport,
  StepPlace,
} from '#schema/metrics/step-confusion.ts'

export const PLACE_WORDS = {
  clean: 'Where no step is wrong',
  before: 'Before the first wrong step',
  first: 'The first wrong step',
  after: 'After it',
} as const satisfies Record<StepPlace, string>

/** The class whose wrong steps are surely flagged less often than those of all, the lowest of them. */
export function confusionFinding(
  { classes, overall }: StepConfusionReport,
  names: Readonly<Record<string, string>>,
): string | undefined {
  const whole = boundsOf(overall.wrong_flagged)
  const low = classes.flatMap(({ id, wrong_flagged }) => {
    const own = boundsOf(wrong_flagged)
    return wrong_flagged.status === 'ok' && own && whole && own.upper < whole.lower
      ? [{ id, value: wrong_flagged.value }]
      : []
  })
  const [worst] = low.toSorted((a, b) => a.value - b.value)
  if (!worst || overall.wrong_flagged.status === 'undefined') return undefined
  return `It flags ${percent(worst.value)} % of the wrong steps of ${names[worst.id] ?? worst.id}, ${percent(overall.wrong_flagged.value)} % of all`
}

/** How much more often steps are flagged before a mistake than where none comes, where that is sure. */
export function placeFinding({ clean, before }: StepConfusion['places']): string | undefined {
  const [own, other] = [boundsOf(before.flagged), boundsOf(clean.flagged)]
  if (before.flagged.status === 'undefined' || clean.flagged.status === 'undefined')
    return undefined
  if (!own || !other || own.lower <= other.upper) return undefined
  return `It flags ${percent(before.flagged.value)} % of the steps before a mistake, ${percent(clean.flagged.value)} % where none comes`
}

function boundsOf({ uncertainty }: Rate) {
  return uncertainty.status === 'ok' ? uncertainty.interval : undefined
}
