import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { canonicalJson } from '#schema/canonical-json.ts'
import { issuesOf } from '#schema/error.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { sha256 } from '#schema/sha256.ts'
import { type Failed, failed, unknownName } from '../failure.ts'
import { readRecord } from '../read-record.ts'
import { Adapter, PlainAdapter } from './adapter.ts'
import { promptFiles, type TextSource, withTheirTexts } from './their-texts.ts'

const SPECS = fileURLToPath(new URL('specs/', import.meta.url))

export interface ChosenAdapter {
  readonly status: 'ok'
  readonly adapter: PlainAdapter
  /** What a run's manifest says of it; the hash is of the format as chosen, variant and all. */
  readonly named: NonNullable<RunManifest['adapter']>
}

/** All adapter files, in the order of their ids. */
export async function readAdapters(): Promise<
  { readonly status: 'ok'; readonly adapters: readonly Adapter[] } | Failed
> {
  const adapters: Adapter[] = []
  for (const id of await adapterIds()) {
    const read = await readRecord(`${SPECS}${id}.yaml`, Adapter)
    if (read.status === 'failed') return read
    adapters.push(read.value)
  }
  return { status: 'ok', adapters }
}

/** The adapter that `id`, `id:variant` or the path of a YAML file names, with the variant applied. */
export async function readAdapter(
  name: string,
  texts: TextSource = promptFiles(process.env),
): Promise<ChosenAdapter | Failed> {
  const isPath = isAdapterPath(name)
  const [id = '', variant] = isPath ? [name] : name.split(':')
  const ids = await adapterIds()
  if (!isPath && !ids.includes(id)) {
    return failed('usage', `${unknownName('adapter', id, ids)}, or the path of a .yaml file`)
  }
  const read = await readRecord(isPath ? name : `${SPECS}${id}.yaml`, Adapter)
  return read.status === 'failed' ? read : chooseVariant(read.value, { variant, texts })
}

/** Whether a name is the path of a file rather than an id. */
export function isAdapterPath(name: string): boolean {
  return /\.ya?ml$/.test(name)
}

/** An adapter with one of its variants applied, or as it is; refused when it is incomplete. */
export async function chooseVariant(
  adapter: Adapter,
  {
    variant,
    texts = promptFiles(process.env),
  }: { readonly variant?: string | undefined; readonly texts?: TextSource },
): Promise<ChosenAdapter | Failed> {
  if (adapter.status === 'incomplete') {
    const missing = adapter.missing.map((message) => ({ field: 'missing', message }))
    return failed('refused', `${adapter.id} is incomplete and cannot be used yet`, missing)
  }
  const { variants, ...base } = adapter
  if (variant !== undefined && !Object.hasOwn(variants, variant)) {
    return failed('usage', unknownName(`variant of ${adapter.id}`, variant, Object.keys(variants)))
  }
  const changes = variant === undefined ? {} : variants[variant]?.changes
  const parsed = PlainAdapter.safeParse(merge(base, changes))
  if (!parsed.success) {
    const name = variant === undefined ? adapter.id : `${adapter.id}:${variant}`
    return failed('invalid', `${name} has fields that cannot be read`, issuesOf(parsed.error))
  }
  const { id, version } = parsed.data
  const hash = await sha256(canonicalJson(parsed.data))
  const named = { id, version, ...(variant !== undefined && { variant }), hash }
  const filled = await withTheirTexts(parsed.data, texts)
  return filled.status === 'failed' ? filled : { ...filled, named }
}

async function adapterIds(): Promise<readonly string[]> {
  const files = await readdir(SPECS)
  return files.map((file) => file.replace(/\.yaml$/, '')).toSorted()
}

/** A JSON merge patch (RFC 7396): members are merged, null removes one, anything else replaces. */
function merge(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged = new Map(isRecord(value) ? Object.entries(value) : [])
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) merged.delete(key)
    else merged.set(key, merge(merged.get(key), part))
  }
  return Object.fromEntries(merged)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
