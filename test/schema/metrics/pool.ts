import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { bestOfN, type BestOfNResult } from '#schema/metrics/best-of-n.ts'
import { formatSelectionPolicy, parseSelectionPolicy } from '#schema/metrics/selection-policy.ts'
import { seededRandom } from '#schema/random.ts'

/** A problem whose candidates have one step each: answers by letter, upper case when correct. */
export function problem(letters: string, ...scores: number[]): JudgedProblem {
  const answers = letters.split('')
  return {
    answers,
    correct: answers.map((answer) => answer !== answer.toLowerCase()),
    steps: answers.map((_, index) => Float64Array.of(scores[index] ?? Number.NaN)),
  }
}

/** Results by policy and number of candidates, such as `best_of:min@4`. */
export function results(
  problems: readonly JudgedProblem[],
  policies: readonly string[],
  seed = 1,
): Readonly<Record<string, BestOfNResult>> {
  const parsed = policies.map((text) => {
    const policy = parseSelectionPolicy(text)
    if (!policy) throw new Error(`${text} is no policy`)
    return policy
  })
  return Object.fromEntries(
    bestOfN(problems, parsed, { seed }).map((result) => [
      `${formatSelectionPolicy(result.policy)}@${result.candidates}`,
      result,
    ]),
  )
}

export function valueOf(result: BestOfNResult | undefined): number | undefined {
  return result?.value.status === 'ok' ? result.value.value : undefined
}

/** Problems of few answers and few distinct scores, so that ties and missing scores are frequent. */
export function randomPool(
  seed: number,
  { problems, candidates }: { readonly problems: number; readonly candidates: number },
): readonly JudgedProblem[] {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return Array.from({ length: problems }, () => {
    const letters = Array.from({ length: candidates }, () => 'ABcde'[below(5)]).join('')
    const missing = random() < 0.5 ? 0.3 : 0
    const scores = Array.from({ length: candidates }, () =>
      random() < missing ? Number.NaN : below(4) / 4,
    )
    return problem(letters, ...scores)
  })
}
