import { canonicalJson } from '#schema/canonical-json.ts'
import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { openBenchmark } from '../benchmarks/open-benchmark.ts'
import { type Failed, failed } from '../failure.ts'
import { decodeLines } from '../read-text.ts'
import { chooseItems } from './choose-items.ts'
import { claimFolder } from './claim-folder.ts'
import { type Completing, completeRun } from './complete-run.ts'
import { readLogged, writePredictions } from './prediction-log.ts'
import { readRunFolder, type RunFolder } from './read-run-folder.ts'
import { type Shard, shardOf } from './shard.ts'

/** A finished run of one shard. */
interface Part extends Omit<RunFolder, 'status'> {
  readonly folder: string
  readonly shard: Shard
}

export interface Merged {
  readonly status: 'ok'
  readonly folder: string
  readonly plan: Completing
  readonly manifest: RunManifest
  readonly report: Awaited<ReturnType<typeof completeRun>>['report']
  /** Items without a prediction. */
  readonly failures: number
}

/** What of a configuration may not differ between shards; where things lie may. */
const SHARED = [
  'revision',
  'model',
  'backend',
  'backendVersion',
  'adapterHash',
  'weights',
  'predictions',
  'scoreKind',
  'seed',
  'subsets',
  'limit',
] as const

/** Puts the runs of all shards together as the one run that they are parts of; refused unless they are just that. */
export async function mergeShards(
  folders: readonly string[],
  { root, now, signal }: { root: string; now: Date; signal: AbortSignal },
): Promise<Merged | Failed> {
  const parts: Part[] = []
  for (const folder of folders) {
    const { status, ...run } = { folder, ...(await readRunFolder(folder)) }
    if (!('config' in run)) return { status: 'failed', ...run }
    const { shard } = run.config
    if (status === 'failed' || shard === undefined) {
      return failed('invalid', `${folder} is no shard: it was run without --shard`)
    }
    parts.push({ ...run, shard })
  }
  const [first] = parts
  if (first === undefined) return failed('usage', 'Name the folders of all shards')
  const mixed = parts.flatMap((part) => differences(first, part))
  if (mixed.length > 0) {
    return failed('invalid', 'The shards are not of one run', mixed.slice(0, MAX_ISSUES))
  }
  const { shard: _, ...config } = first.config
  const benchmark = await openBenchmark(config.inputs, signal)
  if (benchmark.status === 'failed') return benchmark
  if (benchmark.revision.id !== config.revision) {
    const message = `The shards are of revision ${config.revision}; the benchmark is ${benchmark.revision.id} now`
    return failed('invalid', message)
  }
  const chosen = chooseItems(benchmark, config)
  if (chosen.status === 'failed') return chosen
  const plan = { benchmark, items: chosen.items, config }
  const lines = linesOf(parts, plan)
  if (lines.status === 'failed') return lines
  return write(plan, { parts, lines: lines.byId, root, now })
}

/** In what a shard is not of the run that the first one is of. */
function differences(first: Part, part: Part): Issue[] {
  const issues: Issue[] = []
  const compare = (field: string, own: unknown, others: unknown) => {
    if (canonicalJson(own ?? null) === canonicalJson(others ?? null)) return
    const message = `${canonicalJson(own ?? null)}, but ${canonicalJson(others ?? null)} in ${first.folder}`
    issues.push({ item: part.folder, field, message })
  }
  for (const field of SHARED) compare(field, part.config[field], first.config[field])
  compare('shards', part.shard.count, first.shard.count)
  compare('backend', part.manifest.backend, first.manifest.backend)
  compare('adapter', part.manifest.adapter, first.manifest.adapter)
  compare('image', part.manifest.image, first.manifest.image)
  return issues
}

/** One line of every item, out of the shard that it is of. */
function linesOf(
  parts: readonly Part[],
  { benchmark, items }: Completing,
): { readonly status: 'ok'; readonly byId: ReadonlyMap<string, string> } | Failed {
  const count = parts[0]?.shard.count ?? 1
  const { clusterOf } = kindOf(benchmark.definition.kind)
  const shards = new Map(items.map((item) => [item.id, shardOf(clusterOf(item), count)]))
  const issues: Issue[] = []
  const byIndex = Map.groupBy(parts, ({ shard }) => shard.index)
  for (const [index, same] of byIndex) {
    if (same.length === 1) continue
    const names = same.map(({ folder }) => folder).join(', ')
    issues.push({
      field: 'shard',
      message: `${index}/${count} comes ${same.length} times: ${names}`,
    })
  }
  for (const index of new Set(shards.values())) {
    if (!byIndex.has(index))
      issues.push({ field: 'shard', message: `${index}/${count} is missing` })
  }
  if (issues.length > 0) return failed('invalid', 'There is not one run of each shard', issues)
  const byId = new Map<string, string>()
  for (const { folder, shard, predictions } of parts) {
    for (const text of predictions.flatMap(({ bytes }) => decodeLines(bytes))) {
      if (text === '') continue
      const { id } = readLogged(text)
      if (shards.get(id) !== shard.index || byId.has(id)) {
        issues.push({ item: id, field: 'id', message: `Is none of ${folder}, or comes twice` })
      }
      byId.set(id, text)
    }
  }
  for (const { id } of items) {
    if (!byId.has(id)) issues.push({ item: id, field: 'id', message: 'No shard has it' })
  }
  if (issues.length === 0) return { status: 'ok', byId }
  return failed('invalid', 'The shards do not hold every item once', issues.slice(0, MAX_ISSUES))
}

async function write(
  plan: Completing,
  {
    parts,
    lines,
    root,
    now,
  }: { parts: readonly Part[]; lines: ReadonlyMap<string, string>; root: string; now: Date },
): Promise<Merged> {
  const { folder } = await claimFolder(plan.config, { root, now })
  await writePredictions(folder, { items: plan.items, lines })
  const failures = [...lines.values()].filter((text) => readLogged(text).error !== undefined).length
  const manifests = parts.map(({ manifest }) => manifest)
  const { report, manifest } = await completeRun(plan, {
    folder,
    lines,
    failures,
    described: describedBy(manifests),
    cost: costOf(manifests),
    probe: probeOf(manifests),
  })
  return { status: 'ok', folder, plan, report, manifest, failures }
}

function describedBy(manifests: readonly RunManifest[]) {
  const [first] = manifests
  if (first === undefined) throw new Error('There are shards')
  const { backend, adapter, truncation, seed, disclosure, published } = first
  const cut = sum(manifests.map((manifest) => manifest.truncation?.count))
  return {
    backend,
    ...(adapter && { adapter }),
    ...(truncation && { truncation: { ...truncation, count: cut ?? 0 } }),
    ...(seed !== undefined && { seed }),
    ...(disclosure && { disclosure }),
    ...(published && { published }),
  }
}

/** Of all machines together; unknown where one does not tell. */
function costOf(manifests: readonly RunManifest[]): RunManifest['cost'] {
  const all = manifests.map(({ cost }) => cost)
  const tokens = sum(all.map((cost) => cost?.tokens))
  const seconds = sum(all.map((cost) => cost?.seconds))
  if (tokens === undefined && seconds === undefined) return undefined
  return {
    ...(tokens !== undefined && { tokens }),
    ...(seconds !== undefined && { seconds }),
  }
}

function probeOf(manifests: readonly RunManifest[]): RunManifest['probe'] {
  const probes = manifests.flatMap(({ probe }) => probe ?? [])
  if (probes.length === 0) return undefined
  return {
    items: probes.reduce((total, { items }) => total + items, 0),
    maxDrift: Math.max(...probes.map(({ maxDrift }) => maxDrift)),
    flips: probes.reduce((total, { flips }) => total + flips, 0),
  }
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  )
}
