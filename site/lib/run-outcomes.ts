import { OUTCOMES, type Outcome } from '#schema/metrics/decision.ts'

/** Items by outcome, from the facet that names only those that occur. */
export function countsOf(
  facet: Readonly<Record<string, number>> | undefined,
): Record<Outcome, number> {
  const counts = OUTCOMES.map((outcome) => [outcome, facet?.[outcome] ?? 0])
  return Object.fromEntries(counts) as Record<Outcome, number>
}
