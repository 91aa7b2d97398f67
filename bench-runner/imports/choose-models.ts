import { type Failed, failed, unknownName } from '../failure.ts'
import { recordedDigests } from './first-fetch.ts'
import { type ImportedModel, type ImportSource, namesOf } from './import-source.ts'
import { IMPORTS, NOT_IMPORTED } from './imports.ts'

export function findSource(
  id: string,
): { readonly status: 'ok'; readonly source: ImportSource } | Failed {
  const source = IMPORTS.find((known) => known.id === id)
  if (source) return { status: 'ok', source }
  const [, reason] = Object.entries(NOT_IMPORTED).find(([name]) => name === id) ?? []
  if (reason !== undefined) return failed('usage', `${id} cannot be imported: ${reason}`)
  const ids = IMPORTS.map((known) => known.id)
  return failed('usage', unknownName('source', id, ids))
}

/**
 * The models that are asked for, or all. Refused when one is to be downloaded whose content nobody
 * knows yet, unless the first fetch is to be trusted.
 */
export async function chosenModels(
  source: ImportSource,
  options: {
    readonly model?: readonly string[] | undefined
    readonly data?: string | undefined
    readonly trustFirstFetch?: true | undefined
    readonly cache: string
  },
): Promise<{ readonly status: 'ok'; readonly models: readonly ImportedModel[] } | Failed> {
  const { model: names = [], data, trustFirstFetch, cache } = options
  const known = new Set(source.models.flatMap(namesOf))
  const unknown = names.find((name) => !known.has(name))
  if (unknown !== undefined) {
    const available = source.models.map(({ name }) => name)
    return failed('usage', unknownName('model', unknown, available))
  }
  const models = source.models.filter(
    (model) => names.length === 0 || namesOf(model).some((name) => names.includes(name)),
  )
  if (data !== undefined || trustFirstFetch) return { status: 'ok', models }
  const recorded = await recordedDigests(source, cache)
  if (recorded.status === 'failed') return recorded
  const strangers = models.filter(
    ({ content, paths }) => content === undefined && !paths.every((path) => path in recorded.files),
  )
  if (strangers.length === 0) return { status: 'ok', models }
  const issues = strangers.map(({ name }) => ({ field: name, message: 'sha256 unknown' }))
  return failed(
    'usage',
    `No digest is known here of ${strangers.length} of ${models.length} models, so that a download cannot be verified. Give --trust-first-fetch to take and record what is fetched now, or choose others with --model`,
    issues,
  )
}
