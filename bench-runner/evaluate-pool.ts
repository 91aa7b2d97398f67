import { AGGREGATIONS } from '#schema/aggregation.ts'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import type { Coverage } from '#schema/coverage.ts'
import { bestOfN } from '#schema/metrics/best-of-n.ts'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import {
  formatSelectionPolicy,
  needsProbabilities,
  parseSelectionPolicy,
  type SelectionPolicy,
} from '#schema/metrics/selection-policy.ts'
import { type PoolPredictions, poolPredictionReader } from '#schema/pool-prediction.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { type SelectionResult, selectionResult } from '#schema/selection-result.ts'
import {
  formatTransforms,
  splitTransforms,
  type Transform,
  transformScores,
} from '#schema/transform.ts'
import { fetchBonGsm8k, loadPool } from './benchmarks/best-of-n.ts'
import { cacheFolder } from './cache-folder.ts'
import { type Failed, failed } from './failure.ts'
import { readText } from './read-text.ts'

/** What `stepmark evaluate` answers about a Best-of-N pool. */
export interface PoolReport {
  readonly benchmark: string
  readonly revision: string
  readonly coverage: Coverage
  readonly results: readonly SelectionResult[]
}

export interface PoolOptions {
  readonly data?: string | undefined
  readonly predictions: string
  /** As they are written: `best_of:min`, `sigmoid>vote:prod`, …; undefined for the usual ones. */
  readonly policies?: readonly string[] | undefined
  /** Transforms to put before each of the usual ones, as `sigmoid>`. */
  readonly prefix?: string | undefined
  readonly scoreKind: ScoreKind
  readonly seed: number
}

/** Evaluates scores of a pool's candidates. A problem without a line has no score on any candidate. */
export async function evaluatePool({
  data,
  predictions,
  policies,
  prefix = '',
  scoreKind,
  seed,
}: PoolOptions): Promise<
  | { readonly status: 'ok'; readonly report: PoolReport; readonly warnings: readonly string[] }
  | Failed
> {
  const asked = readPolicies(policies ?? usualPolicies(prefix, scoreKind), scoreKind)
  if (asked.status === 'failed') return asked
  const options = { cache: cacheFolder(process.env), fetch: globalThis.fetch }
  const pool = await (data === undefined ? fetchBonGsm8k(options) : loadPool(data))
  if (pool.status === 'failed') return pool
  const { items } = pool.revision
  const read = await readPoolPredictions(predictions, items, scoreKind)
  if (read.status === 'failed') return read

  const problems = items.map((item) => judgeProblem(item, read.predictions.get(item.id) ?? []))
  const missing = items.length - read.predictions.size
  const report = {
    benchmark: pool.known?.id ?? 'best-of-n',
    revision: pool.revision.id,
    coverage: coverageOf(items, problems),
    results: asked.groups.flatMap(({ transforms, policies }) => {
      const prefix = formatTransforms(transforms)
      const transformed = problems.map((problem) => transformProblem(problem, transforms))
      return bestOfN(transformed, policies, { seed }).map((row) => selectionResult(row, prefix))
    }),
  }
  const warning = `${missing} of ${items.length} problems have no prediction; none of their candidates has a score`
  return { status: 'ok', report, warnings: missing === 0 ? [] : [warning] }
}

interface Group {
  readonly transforms: readonly Transform[]
  readonly policies: readonly SelectionPolicy[]
}

const FORMS =
  'pass, majority, best_of:<aggregation>, vote:<aggregation>, majority_or_best:<cut>:<aggregation>, mixed:<weight>:<aggregation>, first_n:<policy>'

/** The policies asked for, those with the same transforms together. */
function readPolicies(
  texts: readonly string[],
  scoreKind: ScoreKind,
): { readonly status: 'ok'; readonly groups: readonly Group[] } | Failed {
  const groups = new Map<
    string,
    { transforms: readonly Transform[]; policies: SelectionPolicy[] }
  >()
  for (const text of texts) {
    const { transforms, rest } = splitTransforms(text)
    const policy = parseSelectionPolicy(rest)
    if (!policy || !transforms) {
      return failed('usage', `Not a policy for a pool: "${text}". Available: ${FORMS}`)
    }
    if (needsProbabilities(policy) && !areProbabilities(scoreKind, transforms)) {
      const message = `${formatSelectionPolicy(policy)} adds or multiplies scores, which takes probabilities; put sigmoid> before it, or choose another`
      return failed('usage', message)
    }
    const prefix = formatTransforms(transforms)
    const group = groups.get(prefix) ?? { transforms, policies: [] }
    group.policies.push(policy)
    groups.set(prefix, group)
  }
  return { status: 'ok', groups: [...groups.values()] }
}

/** Scores are probabilities as they are, or after a sigmoid; any other change makes none of them. */
function areProbabilities({ kind }: ScoreKind, transforms: readonly Transform[]): boolean {
  const last = transforms.at(-1)
  return last === undefined ? kind === 'probability' : last.kind === 'sigmoid'
}

/** Every aggregation, and votes where scores are probabilities. */
function usualPolicies(prefix: string, scoreKind: ScoreKind): readonly string[] {
  const transforms = splitTransforms(prefix).transforms ?? []
  const usable = USUAL.filter(
    (policy) => !needsProbabilities(policy) || areProbabilities(scoreKind, transforms),
  )
  return usable.map((policy) => `${prefix}${formatSelectionPolicy(policy)}`)
}

const USUAL: readonly SelectionPolicy[] = [
  { kind: 'pass' },
  { kind: 'majority' },
  ...AGGREGATIONS.map((aggregation) => ({ kind: 'best_of', aggregation }) as const),
  ...AGGREGATIONS.map((aggregation) => ({ kind: 'vote', aggregation }) as const),
]

async function readPoolPredictions(
  path: string,
  items: readonly BestOfNItem[],
  scoreKind: ScoreKind,
): Promise<{ readonly status: 'ok'; readonly predictions: PoolPredictions } | Failed> {
  const file = await readText(path)
  if (file.status === 'failed') return file
  const expected = items.map(({ id, candidates }) => ({
    id,
    steps: candidates.map(({ steps }) => steps.length),
  }))
  const reader = poolPredictionReader(expected, { scoreKind, allowMissing: true })
  for (const line of file.text.split('\n')) reader.line(line)
  const read = reader.finish()
  if (read.status === 'ok') return read
  return failed('invalid', `${path} does not fit the pool`, read.issues)
}

function judgeProblem({ candidates }: BestOfNItem, steps: readonly Float64Array[]): JudgedProblem {
  return {
    answers: candidates.map(({ answer }) => answer),
    correct: candidates.map(({ correct }) => correct),
    steps,
  }
}

function transformProblem(problem: JudgedProblem, transforms: readonly Transform[]): JudgedProblem {
  if (transforms.length === 0) return problem
  return { ...problem, steps: problem.steps.map((scores) => transformScores(scores, transforms)) }
}

/** Counts problems with at least one score, and the steps that are scored. */
function coverageOf(items: readonly BestOfNItem[], problems: readonly JudgedProblem[]): Coverage {
  const scored = problems.map(({ steps }) =>
    steps.reduce((sum, scores) => sum + scores.filter((score) => !Number.isNaN(score)).length, 0),
  )
  const expected = items.flatMap(({ candidates }) => candidates.map(({ steps }) => steps.length))
  return {
    items: { expected: items.length, scored: scored.filter((count) => count > 0).length },
    steps: {
      expected: expected.reduce((sum, count) => sum + count, 0),
      scored: scored.reduce((sum, count) => sum + count, 0),
    },
  }
}
