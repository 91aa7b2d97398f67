import type { ExportAbout } from '../export-format.ts'
import type { ExportedPolicy, ExportedRun, MeasuredResult } from '../exported-run.ts'
import { hubDataset } from '../hub-dataset.ts'
import { STEPMARK_VERSION } from '../stepmark-version.ts'
import { EEE_VERSION, ownerAndName } from './eee-paths.ts'

export interface AggregateOptions extends ExportAbout {
  readonly organization: string
  /** The file of instance rows. */
  readonly details: { readonly path: string; readonly sha256: string; readonly rows: number }
}

/** The id that ties the instance rows to their aggregate. It holds no time: the same run has the same. */
export function evaluationId({ id, benchmark, manifest }: ExportedRun): string {
  return `${benchmark.definition.id}/${manifest.model.id.replaceAll('/', '_')}/${id}`
}

/** The id of one value of a run. */
export function resultId(run: ExportedRun, result: MeasuredResult): string {
  const { subset, metric, policy, candidates } = result
  const { id } = run.benchmark.definition
  const of = candidates === undefined ? '' : `.${candidates}`
  return `${id}.${subset}.${metric}${of}.${policy}`
}

/** A run as an aggregate of every_eval_ever: every value of every policy, as a proportion. */
export function aggregateOf(run: ExportedRun, options: AggregateOptions) {
  const { manifest, policies } = run
  const { now, url, organization, relationship, details } = options
  return {
    schema_version: EEE_VERSION,
    evaluation_id: evaluationId(run),
    retrieved_timestamp: String(now.getTime() / 1000),
    source_metadata: {
      source_name: 'Stepmark',
      source_type: 'evaluation_run',
      source_organization_name: organization,
      evaluator_relationship: relationship,
      additional_details: strings({ run_url: url, citation: manifest.published?.citation }),
    },
    eval_library: {
      name: 'stepmark',
      version: STEPMARK_VERSION,
      additional_details: strings({
        metrics: run.metricsVersion,
        backend: manifest.backend.kind,
        backend_version: manifest.backend.version,
        adapter: manifest.adapter?.id,
        adapter_version: manifest.adapter?.version,
        adapter_hash: manifest.adapter?.hash,
        image: manifest.image,
      }),
    },
    model_info: modelInfo(run),
    evaluation_results: policies.flatMap((policy) =>
      policy.results.map((result) => evaluationResult(result, { run, policy, options })),
    ),
    detailed_evaluation_results: {
      format: 'jsonl',
      file_path: details.path,
      hash_algorithm: 'sha256',
      checksum: details.sha256,
      total_rows: details.rows,
    },
  }
}

function modelInfo({ manifest: { model, scoreKind, backend } }: ExportedRun) {
  const { developer, name } = ownerAndName(model.id)
  return {
    name,
    id: model.id,
    ...(developer !== undefined && { developer }),
    additional_details: {
      deployment_type: 'unknown',
      model_availability: 'unknown',
      ...strings({
        revision: model.revision,
        kind: model.kind,
        params: model.params,
        base: model.base,
        license: model.license,
        dtype: backend.dtype,
        device: backend.device,
        score_kind: scoreKind.kind,
        score_range: scoreKind.kind === 'bounded' ? JSON.stringify(scoreKind.range) : undefined,
        declared_cut: scoreKind.cut,
      }),
    },
  }
}

function evaluationResult(
  result: MeasuredResult,
  about: { run: ExportedRun; policy: ExportedPolicy; options: AggregateOptions },
) {
  const { run, policy } = about
  const { definition } = run.benchmark
  return {
    evaluation_result_id: resultId(run, result),
    evaluation_name: `${definition.id}.${result.subset}`,
    source_data: sourceData(result, about),
    metric_config: {
      metric_id: `stepmark.${definition.kind}.${result.metric}`,
      metric_name: result.metric,
      metric_kind: result.metric,
      metric_unit: 'proportion',
      metric_parameters: {
        policy: policy.policy,
        ranking_class: policy.rankingClass,
        metrics: run.metricsVersion,
        ...(policy.protocol !== undefined && { protocol: policy.protocol }),
        ...(result.threshold !== undefined && { threshold: result.threshold }),
        ...(result.inSample && { in_sample: true }),
        ...(result.candidates !== undefined && { candidates: result.candidates }),
      },
      lower_is_better: false,
      score_type: 'continuous',
      min_score: 0,
      max_score: 1,
    },
    score_details: scoreDetails(result, run),
  }
}

function sourceData(
  { subset }: MeasuredResult,
  { run, options }: { run: ExportedRun; options: AggregateOptions },
) {
  const { definition, revision, labelSet } = run.benchmark
  const samples = revision.items.filter((item) => item.subset === subset).length
  const additional_details = strings({
    revision: revision.id,
    label_set: labelSet,
    subset,
    items_from: definition.source,
    license: definition.license,
  })
  const named = { dataset_name: definition.name, additional_details }
  const hub = hubDataset(run, options)
  if (hub !== undefined) {
    const ofSubset = { hf_split: subset, samples_number: samples }
    return { ...named, source_type: 'hf_dataset', hf_repo: hub, ...(samples > 0 && ofSubset) }
  }
  if (definition.homepage === undefined) return { ...named, source_type: 'other' }
  return { ...named, source_type: 'url', url: [definition.homepage] }
}

function scoreDetails(result: MeasuredResult, { coverage }: ExportedRun) {
  const { value, n, k, counts = {}, interval, noInterval, tie_share, random_ties } = result
  const { items, steps } = coverage
  return {
    score: value,
    details: strings({
      n,
      k,
      ...counts,
      tie_share,
      random_ties,
      no_interval: noInterval,
      items_expected: items.expected,
      items_scored: items.scored,
      steps_expected: steps.expected,
      steps_scored: steps.scored,
    }),
    uncertainty: {
      ...(result.standard_error !== undefined && {
        standard_error: { value: result.standard_error, method: 'over drawn sets of candidates' },
      }),
      ...(interval && {
        confidence_interval: {
          lower: interval.lower,
          upper: interval.upper,
          confidence_level: interval.level,
          method: `${interval.method} over ${interval.covers}`,
        },
        ...('resamples' in interval && { num_bootstrap_samples: interval.resamples }),
      }),
      num_samples: n,
    },
  }
}

/** What is known, as text: these objects hold nothing else. */
function strings(
  values: Readonly<Record<string, string | number | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  )
}
