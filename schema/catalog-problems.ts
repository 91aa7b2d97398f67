import type { Catalog, ReportedResult } from './catalog.ts'
import type { Issue } from './error.ts'
import { isProportion } from './reported-metric.ts'
import { impliedFlags } from './stated-average.ts'

/** Everything in a catalog that contradicts something else in it, by item and field. */
export function* catalogProblems(catalog: Catalog): Generator<Issue> {
  for (const part of [
    'capabilities',
    'papers',
    'models',
    'sources',
    'protocols',
    'benchmarks',
  ] as const) {
    const ids = catalog[part].map(({ id }) => id)
    for (const id of repeated(ids)) yield { item: id, field: `${part}.id`, message: 'Given twice' }
  }
  yield* brokenLinks(catalog)
  yield* resultProblems(catalog)
  yield* flagProblems(catalog)
}

function* brokenLinks({
  capabilities,
  papers,
  models,
  sources,
  benchmarks,
}: Catalog): Generator<Issue> {
  const known = {
    capability: idsOf(capabilities),
    paper: idsOf(papers),
    model: idsOf(models),
  }
  for (const { id, needs } of papers) {
    for (const need of needs) yield* unknown('needs', need, { item: id, ids: known.capability })
  }
  for (const { id, paper, variantOf } of models) {
    if (paper !== undefined) yield* unknown('paper', paper, { item: id, ids: known.paper })
    if (variantOf !== undefined)
      yield* unknown('variantOf', variantOf, { item: id, ids: known.model })
  }
  const shared = repeated(models.flatMap(({ huggingface }) => huggingface ?? []))
  for (const huggingface of shared) {
    const message = `Two models have ${huggingface}. Make one a variant of the other`
    yield { item: huggingface, field: 'huggingface', message }
  }
  for (const { id, paper } of sources) {
    if (paper !== undefined) yield* unknown('paper', paper, { item: id, ids: known.paper })
  }
  for (const { id, subsets, headline, metrics, averages } of benchmarks) {
    const ids = idsOf(subsets)
    const named = averages.flatMap(({ subset, of }) => [subset, ...of])
    for (const subset of named) yield* unknown('averages', subset, { item: id, ids })
    if (!headline) continue
    yield* unknown('headline.subset', headline.subset, { item: id, ids })
    yield* unknown('headline.metric', headline.metric, { item: id, ids: new Set(metrics) })
  }
}

function* resultProblems({
  models,
  sources,
  protocols,
  benchmarks,
  results,
}: Catalog): Generator<Issue> {
  const known = {
    model: idsOf(models),
    source: idsOf(sources),
    protocol: idsOf(protocols),
    benchmark: idsOf(benchmarks),
  }
  const shapes = new Map(
    benchmarks.map(({ id, subsets, metrics }) => [
      id,
      { subset: idsOf(subsets), metric: new Set<string>(metrics) },
    ]),
  )
  for (const key of repeated(results.map(resultKey))) {
    yield { item: key, field: 'results', message: 'Given twice' }
  }
  for (const result of results) {
    const item = resultKey(result)
    for (const field of ['model', 'source', 'protocol', 'benchmark'] as const) {
      yield* unknown(field, result[field], { item, ids: known[field] })
    }
    const shape = shapes.get(result.benchmark)
    for (const field of ['subset', 'metric'] as const) {
      if (shape) yield* unknown(field, result[field], { item, ids: shape[field] })
    }
    if (isProportion(result.metric) && result.value > 1) {
      const message = `${result.value} is not from 0 to 1. Write 73.5 % as 0.735`
      yield { item, field: 'value', message }
    }
  }
}

/** Numbers that do not follow from their parts must say so, and only those may. */
function* flagProblems({ benchmarks, sources, results }: Catalog): Generator<Issue> {
  const decimals = new Map(sources.map(({ id, decimals: places }) => [id, places]))
  const byId = new Map(benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  for (const table of Map.groupBy(results, tableKey).values()) {
    const [first] = table
    const benchmark = first && byId.get(first.benchmark)
    if (!benchmark) continue
    const places = decimals.get(first.source) ?? 1
    const implied = new Map<ReportedResult, string[]>()
    for (const { result, flag } of impliedFlags({ benchmark, results: table, decimals: places })) {
      implied.set(result, [...(implied.get(result) ?? []), JSON.stringify(flag)])
    }
    for (const result of table) {
      const wanted = implied.get(result) ?? []
      const given = result.flags
        .filter(({ flag }) => flag !== 'computed_here')
        .map(({ flag, recomputed }) => JSON.stringify({ flag, recomputed }))
      if (given.toSorted().join() === wanted.toSorted().join()) continue
      const message =
        wanted.length > 0
          ? `Does not follow from its parts. Flag it ${wanted.join(', ')}`
          : 'Follows from its parts. Take the flag away'
      yield { item: resultKey(result), field: 'flags', message }
    }
  }
}

/** What makes two results one and the same. */
function resultKey(result: ReportedResult): string {
  const { model, benchmark, subset, metric, candidates, protocol, source } = result
  const measured = candidates === undefined ? metric : `${metric}@${candidates}`
  return [benchmark, subset, measured, model, protocol, source].join(' ')
}

function tableKey({ model, benchmark, protocol, source }: ReportedResult): string {
  return [benchmark, model, protocol, source].join(' ')
}

function* unknown(
  field: string,
  name: string,
  { item, ids }: { readonly item: string; readonly ids: ReadonlySet<string> },
): Generator<Issue> {
  if (!ids.has(name)) yield { item, field, message: `The catalog has no ${name}` }
}

function idsOf(records: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(records.map(({ id }) => id))
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.size === seen.add(name).size))
}
