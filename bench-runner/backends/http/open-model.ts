import { z } from 'zod'
import { type Failed, failed } from '../../failure.ts'
import { openServers, type Servers } from '../../http/servers.ts'
import type { EngineOptions } from '../engine-options.ts'

const KEY = 'STEPMARK_BACKEND_KEY'

/** Enough to keep a large GPU busy with the next batches while it computes one. */
const TOKENS_IN_FLIGHT = 131_072

/** The same of models that write: most texts end long before the most tokens they may have. */
export const TEXTS_IN_FLIGHT = 2_097_152

/** Servers of one model, as they call it. */
export interface ServedModel {
  readonly status: 'ok'
  readonly servers: Servers
  readonly name: string
  /** Of a request with what follows it, where they say. */
  readonly maxTokens: number | undefined
}

const Models = z.object({
  data: z.array(z.object({ id: z.string(), max_model_len: z.int().positive().nullish() })).min(1),
})

/** Connects to the servers that the options name. */
export function connect(
  backend: string,
  options: EngineOptions,
): { readonly status: 'ok'; readonly servers: Servers } | Failed {
  const { baseUrls, apiKeyEnv, tokensInFlight = TOKENS_IN_FLIGHT } = options
  if (baseUrls === undefined) return failed('usage', `${backend} needs --base-url URL`)
  const apiKey = process.env[apiKeyEnv ?? KEY]
  if (apiKeyEnv !== undefined && !apiKey) {
    return failed('usage', `--api-key-env: the environment has no ${apiKeyEnv}`)
  }
  const servers = openServers({
    urls: baseUrls.map((url) => url.replace(/\/+$/, '').replace(/\/v1$/, '')),
    apiKey: apiKey === '' ? undefined : apiKey,
    timeout: (options.timeout ?? 600) * 1000,
    patience: (options.patience ?? 600) * 1000,
    tokensInFlight,
  })
  return { status: 'ok', servers }
}

/** The model that an implicit PRM is compared with, where the options name its servers. */
export async function openReference(
  backend: string,
  engine: EngineOptions,
): Promise<ServedModel | Failed | undefined> {
  const { referenceUrls, referenceModel } = engine
  if (referenceUrls === undefined) return undefined
  if (referenceModel === undefined) {
    return failed('usage', '--reference-url needs --reference-model NAME')
  }
  const { servedModel: _, ...others } = engine
  const options = { ...others, baseUrls: referenceUrls }
  return openServedModel(backend, { model: referenceModel, engine: options })
}

/** Connects, and asks every server for the model: all of them must have it. */
export async function openServedModel(
  backend: string,
  { model, engine }: { readonly model: string; readonly engine: EngineOptions },
): Promise<ServedModel | Failed> {
  const connected = connect(backend, engine)
  if (connected.status === 'failed') return connected
  const { servers } = connected
  const name = engine.servedModel ?? model
  const found = await Promise.all(
    servers.urls.map((url) => findModel(servers, { url, name, backend })),
  )
  const lacking = found.find((one) => one.status === 'failed')
  if (lacking?.status === 'failed') {
    servers.close()
    return lacking
  }
  const lengths = found.flatMap((one) => ('maxTokens' in one ? (one.maxTokens ?? []) : []))
  const maxTokens = lengths.length === 0 ? undefined : Math.min(...lengths)
  return { status: 'ok', servers, name, maxTokens }
}

async function findModel(
  servers: Servers,
  { url, name, backend }: { url: string; name: string; backend: string },
) {
  const looked = await servers.look(url, '/v1/models')
  if (looked.status === 'silent')
    return failed('network', `No answer from ${url}: ${looked.reason}`)
  if (looked.status === 401 || looked.status === 403) {
    const hint = `Set ${KEY} to its key, or name another variable with --api-key-env`
    return failed('network', `${url} answered ${looked.status}. ${hint}`)
  }
  // Some hosts list no models; what they make of the name shows when they are asked.
  if (looked.status === 404 && backend === 'openai') return { status: 'ok' } as const
  const models = Models.safeParse(looked.json)
  if (looked.status !== 200 || !models.success) {
    return failed('network', `${url}/v1/models answered ${looked.status}, and no list of models`)
  }
  const own = models.data.data.find(({ id }) => id === name)
  if (own) return { status: 'ok', maxTokens: own.max_model_len ?? undefined } as const
  const ids = models.data.data.map(({ id }) => id).join(', ')
  return failed('invalid', `${url} has no ${name}; it has ${ids}: name it with --served-model`)
}

const Version = z.object({ version: z.string().min(1).max(80) })

/** The versions that the servers tell at a path, each once; 'unknown' where none does. */
export async function versionsOf(servers: Servers, path: string): Promise<string> {
  const looked = await Promise.all(servers.urls.map((url) => servers.look(url, path)))
  const versions = looked.flatMap((one) =>
    one.status === 200 ? (Version.safeParse(one.json).data?.version ?? []) : [],
  )
  return versions.length === 0 ? 'unknown' : [...new Set(versions)].toSorted().join('+')
}
