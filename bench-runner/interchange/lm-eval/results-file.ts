import { sha256Of } from '../../benchmarks/pinned-file.ts'
import type { ExportAbout } from '../export-format.ts'
import type { ExportedRun, MeasuredResult } from '../exported-run.ts'
import { hubDataset } from '../hub-dataset.ts'
import { STEPMARK_VERSION } from '../stepmark-version.ts'
import { filterOf } from './filter.ts'
import type { SampleRow } from './sample-row.ts'

/** What lm-eval writes for a standard error that it does not have. */
const NO_STDERR = 'N/A'

interface ResultsOptions extends ExportAbout {
  /** The sample rows by task. */
  readonly samples: ReadonlyMap<string, readonly SampleRow[]>
}

/**
 * A run as lm-eval's results: a task for each subset, a group for the means over subsets, a filter for
 * each policy. Intervals go to the metadata of tasks, since there is a place for standard errors alone.
 */
export function resultsFile(run: ExportedRun, options: ResultsOptions) {
  const { manifest, benchmark } = run
  const { model } = manifest
  const { now, samples } = options
  const group = benchmark.definition.id
  const tasks = [...samples.keys()]
  const own = (task: string) => resultsOf(run, task)
  const overTasks = <Value>(value: (task: string) => Value) =>
    Object.fromEntries(tasks.map((task) => [task, value(task)]))
  const wholes = run.policies.flatMap(({ results }) =>
    results.filter(({ subset }) => !samples.has(`${group}_${subset}`)),
  )
  const groups = Map.groupBy(wholes, ({ subset }) => `${group}_${subset}`)
  const seconds = manifest.cost?.seconds
  return {
    results: {
      ...overTasks((task) => ({ alias: task, ...valuesOf(own(task)) })),
      ...groupValues(groups),
    },
    groups: groupValues(groups),
    group_subtasks: Object.fromEntries([...groups.keys()].map((name) => [name, tasks])),
    configs: overTasks((task) => configOf(task, { run, options })),
    versions: overTasks(() => benchmark.labelSet),
    'n-shot': overTasks(() => 0),
    higher_is_better: overTasks((task) =>
      Object.fromEntries(own(task).map((result) => [nameOf(result), true])),
    ),
    'n-samples': overTasks((task) => {
      const rows = samples.get(task)?.length ?? 0
      return { original: rows, effective: rows }
    }),
    config: {
      model: manifest.backend.kind,
      model_args: `pretrained=${model.id}${model.revision === undefined ? '' : `,revision=${model.revision}`}`,
      ...(model.params !== undefined && { model_num_parameters: model.params }),
      ...(manifest.backend.dtype !== undefined && { model_dtype: manifest.backend.dtype }),
      ...(model.revision !== undefined && { model_revision: model.revision }),
      ...(manifest.backend.device !== undefined && { device: manifest.backend.device }),
      limit: null,
      random_seed: manifest.seed ?? null,
    },
    date: now.getTime() / 1000,
    stepmark_version: STEPMARK_VERSION,
    task_hashes: overTasks((task) => taskHash(samples.get(task) ?? [])),
    model_source: manifest.backend.kind,
    model_name: model.id,
    model_name_sanitized: model.id.replaceAll('/', '__'),
    ...(seconds !== undefined && { total_evaluation_time_seconds: String(seconds) }),
  }
}

/** SHA-256 of the hashes of all samples, one after the other, as lm-eval makes it. */
export function taskHash(
  rows: readonly Pick<SampleRow, 'doc_hash' | 'prompt_hash' | 'target_hash'>[],
): string {
  return sha256Of(
    rows
      .map(({ doc_hash, prompt_hash, target_hash }) => doc_hash + prompt_hash + target_hash)
      .join(''),
  )
}

function resultsOf({ policies, benchmark }: ExportedRun, task: string): readonly MeasuredResult[] {
  const subset = task.slice(benchmark.definition.id.length + 1)
  return policies.flatMap(({ results }) => results.filter((result) => result.subset === subset))
}

function groupValues(groups: ReadonlyMap<string, readonly MeasuredResult[]>) {
  return Object.fromEntries(
    Array.from(groups, ([name, results]) => [name, { alias: name, ...valuesOf(results) }]),
  )
}

/** Values by metric and filter; the metric of a pool says how many candidates are chosen from. */
function valuesOf(results: readonly MeasuredResult[]): Record<string, number | string> {
  return Object.fromEntries(
    results.flatMap((result) => {
      const name = nameOf(result)
      const filter = filterOf(result.policy)
      return [
        [`${name},${filter}`, result.value],
        [`${name}_stderr,${filter}`, NO_STDERR],
      ]
    }),
  )
}

function nameOf({ metric, candidates }: MeasuredResult): string {
  return candidates === undefined ? metric : `${metric}@${candidates}`
}

function configOf(task: string, { run, options }: { run: ExportedRun; options: ResultsOptions }) {
  const { definition, revision, labelSet } = run.benchmark
  const subset = task.slice(definition.id.length + 1)
  return {
    task,
    dataset_path: hubDataset(run, options) ?? definition.id,
    test_split: subset,
    num_fewshot: 0,
    metadata: {
      version: labelSet,
      revision: revision.id,
      metrics: run.metricsVersion,
      coverage: run.coverage,
      policies: run.policies.map(({ policy, rankingClass, protocol }) => ({
        policy,
        ranking_class: rankingClass,
        protocol: protocol ?? null,
      })),
      intervals: resultsOf(run, task).flatMap(
        ({ metric, policy, candidates, interval, threshold }) =>
          interval
            ? [
                {
                  metric,
                  policy,
                  candidates: candidates ?? null,
                  threshold: threshold ?? null,
                  ...interval,
                },
              ]
            : [],
      ),
    },
  }
}
