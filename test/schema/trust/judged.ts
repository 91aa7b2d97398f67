import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RevisionCounts } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { Prediction, Predictions } from '#schema/prediction.ts'
import {
  decisionFingerprints,
  orderFingerprint,
  stepFingerprints,
} from '#schema/trust/fingerprint.ts'
import { goldEqual } from '#schema/trust/gold-equal.ts'
import { fewValues } from '#schema/trust/few-values.ts'
import { saidBySubset } from '../../../api/trust/stored-run.ts'
import {
  openBenchmark,
  type OpenedBenchmark,
} from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { readPredictions } from '../../../bench-runner/read-predictions.ts'
import { goldItems } from '../../../bench-runner/score-benchmark.ts'
import { SHARED } from '../../shared-data.ts'

const PROBABILITY = { kind: 'probability' } as const

/** Benchmarks with real step scores, and the files that hold them. */
export const REAL = [
  { benchmark: 'processbench-1000', data: 'data/processbench-1000', scores: 'processbench-1000' },
  { benchmark: 'prmbench', data: 'data/prmbench', scores: 'prmbench' },
  { benchmark: 'best-of-n', data: 'data/best-of-n-gsm8k', scores: 'best-of-n-gsm8k' },
] as const

export function pathOf(path: string): string {
  return fileURLToPath(new URL(path, SHARED))
}

export async function opened(benchmark: string, data: string): Promise<OpenedBenchmark> {
  const found = await openBenchmark({ benchmark, data: pathOf(data) })
  if (found.status === 'failed') throw new Error(found.message)
  return found
}

/** What each published file of scores of a benchmark holds, by model. */
export async function realPredictions(
  { definition, revision }: OpenedBenchmark,
  scores: string,
): Promise<ReadonlyMap<string, Predictions>> {
  const folder = pathOf(`data/scores/${scores}/`)
  const expected = revision.items.map(kindOf(definition.kind).expectedOf)
  const read = await Promise.all(
    readdirSync(folder).map(async (file) => {
      const options = { scoreKind: PROBABILITY, allowMissing: true }
      const found = await readPredictions(`${folder}${file}`, expected, options)
      if (found.status === 'failed') throw new Error(found.message)
      return [file, found.predictions] as const
    }),
  )
  return new Map(read)
}

/** The same scores, each changed. */
export function changed(
  { kind, byItem }: Predictions,
  change: (score: number) => number,
): Predictions {
  const next = Array.from(byItem, ([id, prediction]): readonly [string, Prediction] => [
    id,
    prediction.kind === 'scores'
      ? { ...prediction, scores: prediction.scores.map(change) }
      : prediction,
  ])
  return { kind, byItem: new Map(next) }
}

/** A run as the service looks at it when it is finalized, without a database. */
export async function judge({ definition, revision }: OpenedBenchmark, predictions: Predictions) {
  const kind = kindOf(definition.kind)
  const items = goldItems(definition, revision.items)
  const scored = kind.score(definition, items, predictions, { scoreKind: PROBABILITY })
  const policies = scored.usualPolicies().filter((policy) => kind.boardOf(policy) !== undefined)
  const verdicts = new Map(policies.map((policy) => [policy, scored.verdicts(policy)]))
  const places = items.map((item) => ({ ...item, ...NO_PLACE }))
  const said = saidBySubset({ definition }, { items: places, predictions, verdicts })
  const bySubset = Map.groupBy(revision.items, ({ subset }) => subset)
  const counts: Record<string, RevisionCounts> = {}
  for (const [subset, own] of bySubset) counts[subset] = kind.count(own)
  const steps = await stepFingerprints(said, (subset) => subset)
  const decisions = await decisionFingerprints(
    said.flatMap((one) => one.decisions),
    { about: 'items', areVotes: said.some(({ votes }) => votes.length > 0) },
  )
  const order = await orderFingerprint(said, 'items')
  return {
    said,
    few: fewValues(said, { modelKind: 'discriminative_prm' }),
    gold: goldEqual({ items, verdicts, counts, steps: scored.labelledSteps?.() }),
    prints: new Set([...(order ? [order] : []), ...steps, ...decisions].map(({ hash }) => hash)),
    order: order?.hash,
  }
}
const NO_PLACE = { set: '', position: 0, stepCount: 0, part: 0, start: 0 }
