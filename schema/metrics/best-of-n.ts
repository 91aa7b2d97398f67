import type { MetricValue } from '../metric.ts'
import { seededRandom } from '../random.ts'
import type { Expectation } from './choice.ts'
import type { JudgedProblem } from './judged-problem.ts'
import { expectProblem } from './problem-expectations.ts'
import type { SelectionPolicy } from './selection-policy.ts'
import { isSampled, SUBSETS_PER_PROBLEM, subsetSizes } from './subsets.ts'

/** The accuracy of one policy that chooses from n candidates. */
export interface BestOfNResult {
  readonly policy: SelectionPolicy
  /** How many candidates are chosen from; 0 when the pool has none. */
  readonly candidates: number
  /** Share of problems answered right, as expected over n-subsets; its n counts problems. */
  readonly value: MetricValue
  /** Problems answered right, where every problem has but one subset: all its candidates, or the first n. */
  readonly k?: number
  /** Share of choices that are a tie at the top, where the policy can tie. */
  readonly tieShare?: number
  /** The value with ties broken at random instead of by order. */
  readonly randomTies?: number
  /**
   * Where subsets were drawn at random: the standard deviation of the value over seeds, estimated as
   * sqrt(Σ a (1 − a) / (1,000 − 1)) / problems over the accuracies a of the problems drawn from.
   * It says nothing of other problems or candidates.
   */
  readonly standardError?: number
  /** The expected accuracy on each problem. */
  readonly perProblem: Float64Array
}

/**
 * Accuracy of each policy when it chooses from n = 1, 2, 4, … and all N candidates; N is the fewest
 * that any problem has. `pass` and `best_of` are exact; `first_n` takes one prefix; the others visit
 * all subsets for n ≤ 2 and n = N, and between them the same 1,000 of each problem, which depend on
 * the seed, the order of the problems and their numbers of candidates alone.
 */
export function bestOfN(
  problems: readonly JudgedProblem[],
  policies: readonly SelectionPolicy[],
  { seed }: { readonly seed: number },
): readonly BestOfNResult[] {
  const fewest = problems.reduce((least, { answers }) => Math.min(least, answers.length), Infinity)
  const sizes = problems.length === 0 ? [] : subsetSizes(fewest)
  if (sizes.length === 0) return policies.map((policy) => undefinedResult(policy, problems.length))
  const random = seededRandom(seed)
  const seeds = problems.map(() => random() * 2 ** 32)
  const expected = problems.map((problem, index) =>
    expectProblem(problem, { policies, sizes, seed: seeds[index] ?? seed }),
  )
  const totals = problems.map(({ answers }) => answers.length)
  return policies.flatMap((policy, row) =>
    sizes.map((n, column) => {
      const cells = expected.flatMap((table) => table[column]?.[row] ?? [])
      return summarise(policy, { n, totals, cells })
    }),
  )
}

function summarise(
  policy: SelectionPolicy,
  {
    n,
    totals,
    cells,
  }: {
    readonly n: number
    readonly totals: readonly number[]
    readonly cells: readonly Expectation[]
  },
): BestOfNResult {
  const problems = cells.length
  const sum = (part: keyof Expectation) => cells.reduce((total, cell) => total + cell[part], 0)
  const right = sum('accuracy')
  const chosen = policy.kind === 'first_n' ? policy.policy : policy
  const isCount = policy.kind === 'first_n' || totals.every((total) => total === n)
  const drawn = isDrawn(policy) ? cells.filter((_, index) => isSampled(totals[index] ?? n, n)) : []
  const variance = drawn.reduce((total, { accuracy }) => total + accuracy * (1 - accuracy), 0)
  return {
    policy,
    candidates: n,
    value: { status: 'ok', value: right / problems, n: problems },
    ...(isCount && { k: right }),
    ...(chosen.kind !== 'pass' && {
      tieShare: sum('tieShare') / problems,
      randomTies: sum('randomTies') / problems,
    }),
    ...(drawn.length > 0 && {
      standardError: Math.sqrt(variance / (SUBSETS_PER_PROBLEM - 1)) / problems,
    }),
    perProblem: Float64Array.from(cells, ({ accuracy }) => accuracy),
  }
}

function isDrawn({ kind }: SelectionPolicy): boolean {
  return kind !== 'pass' && kind !== 'best_of' && kind !== 'first_n'
}

function undefinedResult(policy: SelectionPolicy, n: number): BestOfNResult {
  const reason = n === 0 ? 'no problem in the pool' : 'a problem without candidates'
  return {
    policy,
    candidates: 0,
    value: { status: 'undefined', reason, n },
    perProblem: new Float64Array(0),
  }
}
