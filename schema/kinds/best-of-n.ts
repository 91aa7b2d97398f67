import { z } from 'zod'
import { AGGREGATIONS } from '../aggregation.ts'
import type { BenchmarkDefinition, RevisionCounts } from '../benchmark.ts'
import { BestOfNItem, Candidate, MAX_CANDIDATES } from '../best-of-n-item.ts'
import type { ChoiceVerdict } from '../item-verdict.ts'
import { bestOfN } from '../metrics/best-of-n.ts'
import { drawProblems } from '../metrics/best-of-n-resamples.ts'
import { compareBestOfN } from '../metrics/compare-best-of-n.ts'
import type { JudgedProblem } from '../metrics/judged-problem.ts'
import { poolCoverage } from '../metrics/pool-coverage.ts'
import { chooseFromAll } from '../metrics/problem-expectations.ts'
import { formatSelectionPolicy, type SelectionPolicy } from '../metrics/selection-policy.ts'
import { areProbabilities } from '../score-kind.ts'
import { type Prediction, type Predictions, stepCountOf } from '../prediction.ts'
import {
  formatSelection,
  parseSelection,
  type Selection,
  SELECTION_FORMS,
  selectionProblem,
} from '../selection.ts'
import { formatTransforms, transformScores } from '../transform.ts'
import { diagnosePool } from './best-of-n-diagnostics.ts'
import type { ComparedRun, GoldItem, Kind, ScoredRun, ScoringOptions } from './kind.ts'
import { AVERAGE, poolResults } from './pool-results.ts'

const Grade = Candidate.pick({ answer: true, correct: true })
type Grades = readonly z.infer<typeof Grade>[]

/** Version of the formulas; a change that moves any number takes a new one. */
const BEST_OF_N_VERSION = '1'

/** Choose the right one among the candidates of a problem. */
export const bestOfNKind: Kind<BestOfNItem, Grades> = {
  version: BEST_OF_N_VERSION,
  item: BestOfNItem,
  gold: z.array(Grade).min(1).max(MAX_CANDIDATES),
  predictions: ['scores'],
  channels: [],
  defaultBoard: 'best_of:min',
  goldOf: ({ candidates }) => candidates.map(({ answer, correct }) => ({ answer, correct })),
  bodyOf: ({ id: _id, subset: _subset, candidates, ...body }) => ({
    ...body,
    candidates: candidates.map(({ steps }) => steps),
  }),
  join({ id, subset, body }, grades) {
    const { candidates, ...rest } = StoredPool.parse(body)
    const joined = candidates.map((steps, index) => ({ steps, ...grades[index] }))
    return BestOfNItem.parse({ id, subset, ...rest, candidates: joined })
  },
  factsOf: () => ({}),
  summaryOf: ({ id, subset, expected, gold }) => ({
    kind: 'best_of_n',
    id,
    subset,
    steps: stepCountOf(expected),
    candidates: gold.length,
    correct: gold.filter(({ correct }) => correct).length,
  }),
  contentOf: ({ id: _id, subset: _subset, ...content }) => ({ kind: 'best_of_n', ...content }),
  expectedOf: ({ id, candidates }) => ({
    id,
    candidates: candidates.map(({ steps }) => steps.length),
  }),
  stepsOf: ({ candidates }) => candidates.map(({ steps }) => steps),
  hashedGold: ({ candidates }) => candidates.map(({ answer, correct }) => [answer, correct]),
  clusterOf: ({ problem }) => problem,
  stratumOf: ({ candidates }) =>
    candidates.some(({ correct }) => correct) ? 'solved' : 'unsolved',
  count: countPool,
  score: scoreRun,
  compare({ subsets }, items, { a, b }, { seed }) {
    const bySubset = Map.groupBy(items, ({ subset }) => subset)
    return compareBestOfN(
      subsets.map(({ id: subset }) => {
        const own = bySubset.get(subset) ?? []
        const read = ({ policy, predictions }: ComparedRun) => {
          const selection = parseSelection(policy)
          const problems = own.map((item) =>
            transformed(judge(item, predictions.byItem.get(item.id)), selection?.transforms ?? []),
          )
          return bestOfN(problems, selection ? [selection.policy] : [], { seed })
        }
        const clusters = own.map(({ cluster }) => cluster)
        return { subset, a: read(a), b: read(b), draws: drawProblems(clusters, { seed, subset }) }
      }),
    )
  },
  judgeItem(item, prediction, { policy }) {
    const selection = parseSelection(policy)
    const problem = judge(item, prediction)
    return verdictOf(problem, selection)
  },
  boardOf(policy) {
    const kind = parseSelection(policy)?.policy.kind
    return kind === undefined || kind === 'pass' || kind === 'majority' ? undefined : policy
  },
  headline: (results) => results.findLast(({ subset }) => subset === AVERAGE) ?? results.at(-1),
}

const StoredPool = z.looseObject({ candidates: z.array(Candidate.shape.steps) })

function scoreRun(
  { id: benchmark, subsets }: BenchmarkDefinition,
  items: readonly GoldItem<Grades>[],
  { kind, byItem }: Predictions,
  { scoreKind, seed = 0 }: ScoringOptions,
): ScoredRun {
  const judged = items.map((item) => ({ item, problem: judge(item, byItem.get(item.id)) }))
  const bySubset = Map.groupBy(judged, ({ item }) => item.subset)
  const policyProblem = (text: string) => {
    if (kind === 'verdicts') return `${benchmark} takes scores, not verdicts`
    const selection = parseSelection(text)
    if (!selection) return `Not a policy for a pool: "${text}". Available: ${SELECTION_FORMS}`
    return selectionProblem(selection, scoreKind)
  }
  return {
    predictions: kind,
    coverage: poolCoverage(
      judged.map(({ item, problem }) => ({ expected: item.expected, steps: problem.steps })),
    ),
    usualPolicies: (prefix = '') =>
      USUAL.map((policy) => `${prefix}${formatSelectionPolicy(policy)}`).filter((text) => {
        const selection = parseSelection(text)
        return selection && selectionProblem(selection, scoreKind) === undefined
      }),
    policyProblem,
    report(policies, { intervals } = { intervals: false }) {
      const groups = Map.groupBy(
        policies.flatMap((text) => parseSelection(text) ?? []),
        ({ transforms }) => formatTransforms(transforms),
      )
      return [...groups.values()].flatMap((selections) => {
        const transforms = selections[0]?.transforms ?? []
        const pools = subsets.map(({ id }) => {
          const own = bySubset.get(id) ?? []
          return {
            id,
            problems: own.map(({ problem }) => transformed(problem, transforms)),
            clusters: own.map(({ item }) => item.cluster),
          }
        })
        return poolResults(pools, selections, { seed, intervals })
      })
    },
    verdicts(text) {
      const selection = parseSelection(text)
      return judged.map(({ problem }) => verdictOf(problem, selection))
    },
    diagnostics(text) {
      const message = policyProblem(text)
      if (message !== undefined) return { status: 'refused', message }
      const { policy, transforms = [] } = parseSelection(text) ?? {}
      if (policy?.kind !== 'best_of') {
        const message = `The diagnostics of a pool are of best_of:<aggregation>, not of ${text}`
        return { status: 'refused', message }
      }
      const { aggregation } = policy
      const value = {
        kind: 'best_of_n' as const,
        policy: formatSelection({ transforms, policy }),
        subsets: subsets.map(({ id }) => {
          const own = bySubset.get(id) ?? []
          const problems = own.map(({ problem }) => transformed(problem, transforms))
          const ids = own.map(({ item }) => item.id)
          const isProbability = areProbabilities(scoreKind, transforms)
          return { id, ...diagnosePool(problems, { ids, aggregation, isProbability }) }
        }),
      }
      return { status: 'ok', value }
    },
    curves: () => ({
      status: 'refused',
      message:
        'A pool has no threshold to draw a curve over; its metrics hold the accuracy at each number of candidates',
    }),
  }
}

/** Every aggregation; by votes where scores are probabilities. */
const USUAL: readonly SelectionPolicy[] = [
  { kind: 'pass' },
  { kind: 'majority' },
  ...AGGREGATIONS.map((aggregation) => ({ kind: 'best_of', aggregation }) as const),
  ...AGGREGATIONS.map((aggregation) => ({ kind: 'vote', aggregation }) as const),
]

/** A problem's step scores, cut up by candidate, beside its grades. */
function judge(
  { gold, expected }: GoldItem<Grades>,
  prediction: Prediction | undefined,
): JudgedProblem {
  const scores = prediction?.kind === 'scores' ? prediction.scores : undefined
  const lengths = 'candidates' in expected ? expected.candidates : []
  let start = 0
  const steps = lengths.map((length) => {
    const of = scores?.subarray(start, start + length)
    start += length
    return of ?? new Float64Array(0)
  })
  return {
    answers: gold.map(({ answer }) => answer),
    correct: gold.map(({ correct }) => correct),
    steps,
  }
}

function transformed(problem: JudgedProblem, transforms: Selection['transforms']): JudgedProblem {
  if (transforms.length === 0) return problem
  return { ...problem, steps: problem.steps.map((scores) => transformScores(scores, transforms)) }
}

function verdictOf(problem: JudgedProblem, selection: Selection | undefined): ChoiceVerdict {
  const choice =
    selection && chooseFromAll(transformed(problem, selection.transforms), selection.policy)
  const { right = false, tied = 0, candidate } = choice ?? {}
  const outcome = outcomeOf(problem, right)
  return { kind: 'best_of_n', outcome, right, chosen: candidate ?? null, tied }
}

function outcomeOf({ correct }: JudgedProblem, right: boolean): ChoiceVerdict['outcome'] {
  if (right) return correct.includes(false) ? 'chose_right' : 'only_right'
  return correct.includes(true) ? 'chose_wrong' : 'none_right'
}

function countPool(items: readonly BestOfNItem[]): RevisionCounts {
  const candidates = items.flatMap((item) => item.candidates)
  const correct = candidates.filter((candidate) => candidate.correct).length
  return {
    items: items.length,
    steps: candidates.reduce((sum, { steps }) => sum + steps.length, 0),
    error: candidates.length - correct,
    correct,
    problems: new Set(items.map(({ problem }) => problem)).size,
  }
}
