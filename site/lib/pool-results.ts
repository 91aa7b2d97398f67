import { percent } from '#schema/format-number.ts'
import type { StandingResult } from '#schema/standing.ts'

type Results = readonly StandingResult[]

/** The part that stands for the whole of a pool: the average over subsets, or its one subset. */
export function wholeOf(results: Results): string {
  return results.some(({ subset }) => subset === 'average')
    ? 'average'
    : (results[0]?.subset ?? 'all')
}

/** One policy's accuracy for each number of candidates, fewest first. */
export function accuracyLine(
  results: Results,
  { policy, subset = wholeOf(results) }: { policy: string; subset?: string },
): Results {
  return results
    .filter((result) => result.policy === policy && result.subset === subset)
    .toSorted((a, b) => (a.candidates ?? 0) - (b.candidates ?? 0))
}

/** The numbers of candidates that any of these results is about, ascending. */
export function sizesOf(results: Results): readonly number[] {
  const sizes = results.flatMap(({ candidates }) => candidates ?? [])
  return [...new Set(sizes)].toSorted((a, b) => a - b)
}

/** The result of one policy for all candidates. */
export function atAll(results: Results, policy: string): StandingResult | undefined {
  return accuracyLine(results, { policy }).at(-1)
}

/** How far one value lies from another, in points with a sign; `–` where either is undefined. */
export function gapWords(to: StandingResult | undefined, from: StandingResult | undefined): string {
  if (to?.status !== 'ok' || from?.status !== 'ok') return '–'
  const gap = percent(to.value - from.value)
  return to.value > from.value && gap !== '0.0' ? `+${gap}` : gap
}
