import { kindOf } from '#schema/kinds/kinds.ts'
import type { PredictionKind } from '#schema/prediction.ts'
import { type NamedComparison, nameFlips } from '#schema/run-comparison.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from './benchmarks/open-benchmark.ts'
import { type Failed, failed } from './failure.ts'
import { readPredictions } from './read-predictions.ts'
import { goldItems } from './score-benchmark.ts'

export interface CompareOptions extends BenchmarkChoice {
  readonly files: readonly [string, string]
  /** As it is written; undefined for the one runs rank by. */
  readonly policy?: string | undefined
  readonly scoreKind: ScoreKind
  readonly seed: number
}

/** What `stepmark compare` answers: A less B. */
export interface FileComparison extends NamedComparison {
  readonly benchmark: string
  readonly revision: string
  readonly a: string
  readonly b: string
  readonly policy: string
}

/** Compares two predictions files on one benchmark under one policy. */
export async function compareFiles({
  files,
  policy: asked,
  scoreKind,
  seed,
  ...choice
}: CompareOptions): Promise<
  | {
      readonly status: 'ok'
      readonly comparison: FileComparison
      readonly benchmark: OpenedBenchmark
    }
  | Failed
> {
  const benchmark = await openBenchmark(choice)
  if (benchmark.status === 'failed') return benchmark
  const { definition, revision } = benchmark
  const kind = kindOf(definition.kind)
  const items = goldItems(definition, revision.items)
  const expected = items.map((item) => item.expected)
  const read = []
  for (const path of files) {
    const file = await readPredictions(path, expected, { scoreKind, allowMissing: true })
    if (file.status === 'failed') return file
    read.push(file.predictions)
  }
  const [left, right] = read
  if (!left || !right) return failed('usage', 'Give two predictions files')
  if (left.kind !== right.kind) {
    const [one, other]: PredictionKind[] = [left.kind, right.kind]
    return failed(
      'usage',
      `${files[0]} holds ${one} and ${files[1]} ${other}; no policy reads both`,
    )
  }
  const scored = [left, right].map((predictions) =>
    kind.score(definition, items, predictions, { scoreKind, seed }),
  )
  const usual = scored[0]?.usualPolicies() ?? []
  const policy = asked ?? usual.find((one) => kind.boardOf(one) === kind.defaultBoard)
  if (policy === undefined) {
    return failed('usage', `${scoreKind.kind} scores have no cut of their own; give --policy`)
  }
  for (const run of scored) {
    const problem = run.policyProblem(policy)
    if (problem !== undefined) return failed('usage', problem)
  }
  const a = { predictions: left, scoreKind, policy }
  const b = { predictions: right, scoreKind, policy }
  const compared = kind.compare(definition, items, { a, b }, { seed })
  return {
    status: 'ok',
    comparison: {
      benchmark: definition.id,
      revision: revision.id,
      a: files[0],
      b: files[1],
      policy,
      ...nameFlips(compared, items),
    },
    benchmark,
  }
}
