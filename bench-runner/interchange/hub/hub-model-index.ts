import { stringify } from 'yaml'
import type { BenchmarkKind } from '#schema/benchmark.ts'
import { failed } from '../../failure.ts'
import { ownerAndName } from '../eee/eee-paths.ts'
import type { ExportAbout, ExportFormat } from '../export-format.ts'
import type { ExportedPolicy, ExportedRun, MeasuredResult } from '../exported-run.ts'
import { hubDataset } from '../hub-dataset.ts'
import { hubValue } from './hub-value.ts'

const TASKS = {
  first_error: 'Process reward, first error of a solution',
  step_labels: 'Process reward, right and wrong steps',
  best_of_n: 'Process reward, choice among candidates',
  preference: 'Process reward, preferred answer above others',
} as const satisfies Record<BenchmarkKind, string>

/**
 * The `model-index` of a model card. Results are told apart by data set, configuration and split, so
 * the policy is the configuration and the subset the split.
 */
export const hubModelIndex: ExportFormat = {
  id: 'model-index',
  write(run, about) {
    const dataset = hubDataset(run, about)
    if (dataset === undefined) {
      const { id } = run.benchmark.definition
      return failed('usage', `Where ${id} lies on the hub is not known; give --dataset owner/name`)
    }
    const results = run.policies.flatMap((policy) => resultsOf(policy, { run, about, dataset }))
    const { name } = ownerAndName(run.manifest.model.id)
    const index = { 'model-index': [{ name, results }] }
    return { status: 'document', text: stringify(index, { lineWidth: 0 }) }
  },
}

function resultsOf(
  { policy, protocol, results, headlines }: ExportedPolicy,
  { run, about, dataset }: { run: ExportedRun; about: ExportAbout; dataset: string },
) {
  const { definition, revision, labelSet } = run.benchmark
  const candidates = headlines[0]?.candidates
  const shown = results.filter((result) => result.candidates === candidates)
  return Array.from(
    Map.groupBy(shown, ({ subset }) => subset),
    ([subset, own]) => ({
      task: { type: 'text-classification', name: TASKS[definition.kind] },
      dataset: {
        type: dataset,
        name: definition.name,
        config: policy,
        split: subset,
        args: {
          revision: revision.id,
          label_set: labelSet,
          ...(protocol !== undefined && { protocol }),
        },
      },
      metrics: own.map(metricOf),
      ...(about.url !== undefined && { source: { name: 'Stepmark', url: about.url } }),
    }),
  )
}

function metricOf({ metric, value, n, threshold, candidates }: MeasuredResult) {
  const args = {
    n,
    ...(threshold !== undefined && { threshold }),
    ...(candidates !== undefined && { candidates }),
  }
  return { type: metric, value: hubValue(value), name: `${metric} x100`, args }
}
