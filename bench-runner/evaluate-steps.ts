import type { Coverage } from '#schema/coverage.ts'
import { prmScoreReport } from '#schema/metrics/prm-score-report.ts'
import { type JudgedSteps, type PrmVariant, stepCoverageOf } from '#schema/metrics/step-counts.ts'
import { formatPolicy, parsePolicy } from '#schema/policy.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { type StepLabelsResult, stepLabelsResults } from '#schema/step-labels-result.ts'
import { type StepPrediction, stepPredictionReader } from '#schema/step-prediction.ts'
import { type Transform, transformScores } from '#schema/transform.ts'
import { loadPrmBench } from './benchmarks/load-prmbench.ts'
import { PRMBENCH } from './benchmarks/prmbench.ts'
import { type Failed, failed } from './failure.ts'
import { readText } from './read-text.ts'

/** What `stepmark evaluate` answers about a step-labels benchmark. */
export interface StepsReport {
  readonly benchmark: string
  readonly revision: string
  readonly variant: PrmVariant
  readonly coverage: Coverage
  readonly results: readonly StepLabelsResult[]
}

export interface StepsOptions {
  readonly data?: string | undefined
  readonly predictions: string
  /** As they are written: `fixed:0.5`, `delta>fixed:-0.05`; undefined for the usual one. */
  readonly policies?: readonly string[] | undefined
  /** Transforms to put before the usual policy, as `delta>`. */
  readonly prefix?: string | undefined
  readonly scoreKind: ScoreKind
  readonly variant: PrmVariant
}

/** Evaluates scores on PRMBench. Every step of an item without a line counts as judged wrongly. */
export async function evaluateSteps({
  data,
  predictions,
  policies,
  prefix = '',
  scoreKind,
  variant,
}: StepsOptions): Promise<
  | { readonly status: 'ok'; readonly report: StepsReport; readonly warnings: readonly string[] }
  | Failed
> {
  const rules = readRules(policies ?? [`${prefix}fixed:0.5`])
  if (rules.status === 'failed') return rules
  if (policies === undefined && prefix === '' && scoreKind.kind !== 'probability') {
    return failed(
      'usage',
      'fixed:0.5 is for probabilities; say where to cut with --policy fixed:<t>',
    )
  }
  const loaded = await loadPrmBench(data)
  if (loaded.status === 'failed') return loaded
  const { items } = loaded
  const read = await readStepPredictions(predictions, items, scoreKind)
  if (read.status === 'failed') return read
  const missing = items.length - read.byItem.size
  const warning = `${missing} of ${items.length} items have no prediction; each of their steps counts as wrong`
  const judged = items.map((item) => judgeItem(item, read.byItem.get(item.id)))
  const report = {
    benchmark: PRMBENCH.id,
    revision: loaded.revision,
    variant,
    coverage: stepCoverageOf(judged),
    results: rules.rules.flatMap(({ policy, threshold, transforms }) => {
      const transformed = judged.map((item) => transformItem(item, transforms))
      const scores = prmScoreReport(transformed, { threshold, variant })
      return stepLabelsResults(scores, { policy, threshold })
    }),
  }
  return { status: 'ok', report, warnings: [...loaded.warnings, ...(missing > 0 ? [warning] : [])] }
}

interface Rule {
  readonly policy: string
  readonly threshold: number
  readonly transforms: readonly Transform[]
}

function readRules(
  texts: readonly string[],
): { readonly status: 'ok'; readonly rules: readonly Rule[] } | Failed {
  const rules: Rule[] = []
  for (const text of texts) {
    const policy = parsePolicy(text)
    if (policy?.kind !== 'fixed') {
      const message = `Not a policy for ${PRMBENCH.id}: "${text}". Available: fixed:<t>, with a transform before it or none`
      return failed('usage', message)
    }
    const { threshold, transforms = [] } = policy
    rules.push({ policy: formatPolicy(policy), threshold, transforms })
  }
  return { status: 'ok', rules }
}

async function readStepPredictions(
  path: string,
  items: readonly StepLabelsItem[],
  scoreKind: ScoreKind,
): Promise<
  { readonly status: 'ok'; readonly byItem: ReadonlyMap<string, StepPrediction> } | Failed
> {
  const file = await readText(path)
  if (file.status === 'failed') return file
  const expected = items.map(({ id, steps }) => ({ id, steps: steps.length }))
  const reader = stepPredictionReader(expected, { scoreKind, allowMissing: true })
  for (const line of file.text.split('\n')) reader.line(line)
  const read = reader.finish()
  if (read.status === 'ok') return read
  return failed('invalid', `${path} does not fit the benchmark`, read.issues)
}

function judgeItem(
  { id, subset, steps, wrongSteps }: StepLabelsItem,
  prediction: StepPrediction | undefined,
): JudgedSteps {
  const scores = prediction?.scores ?? new Float64Array(0)
  const { redundancy } = prediction ?? {}
  const item = { id, classification: subset, steps: steps.length, wrongSteps, scores }
  return { ...item, ...(redundancy && { redundancy }) }
}

function transformItem(item: JudgedSteps, transforms: readonly Transform[]): JudgedSteps {
  return transforms.length === 0
    ? item
    : { ...item, scores: transformScores(item.scores, transforms) }
}
