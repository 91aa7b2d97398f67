import { canonicalJson } from '#schema/canonical-json.ts'
import type { Coverage } from '#schema/coverage.ts'
import type { ItemVerdict } from '#schema/item-verdict.ts'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import type { MetricResult } from '#schema/metric.ts'
import { PolicyText, rankingClassOf } from '#schema/policy-text.ts'
import type { RankingClass } from '#schema/policy.ts'
import { lineSchemaOf, type Prediction } from '#schema/prediction.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import { protocolHash, protocolOf } from '#schema/protocol.ts'
import type { OpenedBenchmark } from '../benchmarks/open-benchmark.ts'
import { sha256Of } from '../benchmarks/pinned-file.ts'
import { type Failed, failed } from '../failure.ts'
import { type OpenedRun, openRun } from '../run/open-run.ts'
import { decodeLines } from '../read-text.ts'

export type MeasuredResult = Extract<MetricResult, { readonly status: 'ok' }>

/** What one policy made of a run. */
export interface ExportedPolicy {
  readonly policy: string
  readonly rankingClass: RankingClass
  /** Hash of the protocol of its board; undefined for one that stands on no board. */
  readonly protocol: string | undefined
  /** Its values, without those that are undefined. */
  readonly results: readonly MeasuredResult[]
  /** Of them, the one it ranks by and the same metric of every subset and group. */
  readonly headlines: readonly MeasuredResult[]
}

/** An item with what was said of it and what the headline policy made of that. */
export interface ExportedItem {
  readonly item: BenchmarkItem
  readonly prediction: Prediction
  readonly line: AnyPredictionLine
  readonly verdict: ItemVerdict
}

/** A finished run, measured by our own metrics: all that an export may tell. */
export interface ExportedRun {
  readonly status: 'ok'
  /** Sixteen hexadecimal digits, the same for the same manifest and predictions. */
  readonly id: string
  readonly manifest: RunManifest
  readonly benchmark: OpenedBenchmark
  readonly metricsVersion: string
  readonly coverage: Coverage
  /** As they were asked for. */
  readonly policies: readonly ExportedPolicy[]
  /** The one of the default board, or else the first: the one items are judged by. */
  readonly headline: ExportedPolicy
  readonly items: readonly ExportedItem[]
  /** What cannot be told. */
  readonly warnings: readonly string[]
}

/** Reads and measures a run folder. Refused where the service would refuse it as incomplete or changed. */
export async function exportedRun(
  folder: string,
  options: {
    readonly data?: string | undefined
    readonly labels?: string | undefined
    /** The usual ones when left out. */
    readonly policies?: readonly string[] | undefined
  },
): Promise<ExportedRun | Failed> {
  const opened = await openRun(folder, options)
  if (opened.status === 'failed') return opened
  if (opened.issues.length > 0 || opened.status === 'refused') {
    return failed('invalid', `${folder} cannot be exported`, opened.issues)
  }
  const { run, benchmark, scored } = opened
  const asked = options.policies?.map(normalForm) ?? scored.usualPolicies()
  const texts = [...new Set(asked)]
  const problem = texts.map(scored.policyProblem).find((found) => found !== undefined)
  if (problem !== undefined) return failed('usage', problem)

  const { boardOf, defaultBoard, version } = kindOf(benchmark.definition.kind)
  const results = scored.report(texts, { intervals: true })
  const policies = await Promise.all(
    texts.map((text) => exportedPolicy(text, { benchmark, results })),
  )
  const headline = policies.find(({ policy }) => boardOf(policy) === defaultBoard) ?? policies[0]
  if (headline === undefined) {
    const message = `${run.manifest.scoreKind.kind} scores have no cut of their own; say where with --policy fixed:<t>`
    return failed('usage', message)
  }
  const digests = run.predictions.map(({ subset, sha256 }) => [subset, sha256])
  return {
    status: 'ok',
    id: sha256Of(canonicalJson([run.manifest, digests])).slice(0, 16),
    manifest: run.manifest,
    benchmark,
    metricsVersion: `${benchmark.definition.kind}/${version}`,
    coverage: scored.coverage,
    policies,
    headline,
    items: exportedItems(opened, headline.policy),
    warnings: [...benchmark.warnings, ...undefinedOf(results)],
  }
}

/** The written form that results bear; what is no policy stays, to be named in the refusal. */
function normalForm(policy: string): string {
  return PolicyText.safeParse(policy).data ?? policy
}

async function exportedPolicy(
  policy: string,
  { benchmark, results }: { benchmark: OpenedBenchmark; results: readonly MetricResult[] },
): Promise<ExportedPolicy> {
  const { definition, revision, labelSet } = benchmark
  const { boardOf, headline } = kindOf(definition.kind)
  const own = results.filter((result) => result.policy === policy)
  const ranked = headline(own)
  const measured = own.filter(isMeasured)
  const board = boardOf(policy)
  const about = { benchmark: definition.id, kind: definition.kind, revision: revision.id, labelSet }
  return {
    policy,
    rankingClass: rankingClassOf(policy),
    protocol: board === undefined ? undefined : await protocolHash(protocolOf(about, board)),
    results: measured,
    headlines: measured.filter(
      ({ metric, candidates }) => metric === ranked?.metric && candidates === ranked.candidates,
    ),
  }
}

function exportedItems(
  { run, benchmark, predictions, scored }: Extract<OpenedRun, { status: 'ok' }>,
  policy: string,
): readonly ExportedItem[] {
  const { expectedOf } = kindOf(benchmark.definition.kind)
  const [first] = benchmark.revision.items
  if (!first) return []
  const schema = lineSchemaOf(expectedOf(first))
  const lines = new Map<string, AnyPredictionLine>()
  for (const { bytes } of run.predictions) {
    for (const text of decodeLines(bytes)) {
      if (text.trim() === '') continue
      const line = schema.parse(JSON.parse(text))
      lines.set(line.id, line)
    }
  }
  const verdicts = scored.verdicts(policy)
  return benchmark.revision.items.flatMap((item, index) => {
    const prediction = predictions.byItem.get(item.id)
    const line = lines.get(item.id)
    const verdict = verdicts[index]
    return prediction && line && verdict ? { item, prediction, line, verdict } : []
  })
}

function isMeasured(result: MetricResult): result is MeasuredResult {
  return result.status === 'ok'
}

function undefinedOf(results: readonly MetricResult[]): readonly string[] {
  return results.flatMap((result) =>
    result.status === 'ok'
      ? []
      : `${result.metric} of ${result.subset} under ${result.policy} is left out, as it is undefined: ${result.reason}`,
  )
}
