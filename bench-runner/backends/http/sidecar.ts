import { z } from 'zod'
import type { CompleteAdapter } from '../../adapters/adapter.ts'
import { widthOf } from '../../adapters/read-score.ts'
import { type Failed, failed } from '../../failure.ts'
import type { Servers } from '../../http/servers.ts'
import type { EngineOptions } from '../engine-options.ts'
import { adapterBackend, type EngineBackend, type OpenedEngine } from '../adapter-backend.ts'
import {
  type Answer,
  CAPABILITIES,
  type Capability,
  type Engine,
  type TokenRequest,
} from '../engine.ts'
import { rowOf } from './numbers.ts'
import { connect } from './open-model.ts'
import { askTogether, toldBy } from './told.ts'

const Line = z.string().min(1).max(100)

/** What a sidecar answers to GET /info. */
const Info = z.object({
  schema: z.literal('stepmark.sidecar/1'),
  model: z.string().min(1).max(200),
  /** Of the sidecar and what computes in it. */
  version: Line,
  capabilities: z.array(z.enum(CAPABILITIES)).min(1),
  /** Numbers of each row of token_vectors. */
  width: z.int().positive().optional(),
  max_tokens: z.int().positive().optional(),
  requests_per_call: z.int().positive().max(1024).default(8),
  tokens_per_call: z.int().positive().default(16_384),
  dtype: Line.optional(),
  device: Line.optional(),
})
type Info = z.infer<typeof Info>

/** What it answers to POST /score: of each request its rows, or why there are none. */
const Scored = z.object({
  answers: z.array(
    z.union([z.object({ rows: z.array(z.unknown()) }), z.object({ error: z.string() })]),
  ),
})

const PATH = '/score'

export const sidecar = adapterBackend({
  id: 'http',
  description: 'A server of one’s own for heads that no other loads, from --base-url',
  capabilities: ['token_vectors', 'next_token_scores', 'sequence_logprobs'],
  openEngine: openSidecar,
})

async function openSidecar({
  model,
  engine: options,
  fitted,
}: Parameters<EngineBackend['openEngine']>[0]): Promise<OpenedEngine | Failed> {
  if (fitted.tokenizer === undefined) return failed('usage', 'http writes no texts')
  const own = await openSidecars(options, { name: options.servedModel ?? model, fitted })
  if ('code' in own) return own
  const { referenceUrls, referenceModel } = options
  if (referenceUrls === undefined) return { status: 'ok', engine: own }
  const others = { ...options, baseUrls: referenceUrls }
  const reference = await openSidecars(others, { name: referenceModel ?? '', fitted })
  if (!('code' in reference)) return { status: 'ok', engine: own, reference }
  await own.close()
  return reference
}

/** The sidecars of one model as one engine. */
async function openSidecars(
  options: EngineOptions,
  {
    name,
    fitted: { adapter },
  }: { name: string; fitted: Parameters<EngineBackend['openEngine']>[0]['fitted'] },
): Promise<Engine | Failed> {
  if (adapter.needs === 'generate') return failed('usage', 'A sidecar writes no texts')
  const connected = connect('http', options)
  if (connected.status === 'failed') return connected
  const { servers } = connected
  const infos: Info[] = []
  for (const url of servers.urls) {
    const info = await infoOf(servers, url)
    const refusal = 'code' in info ? info : misfitOf(info, { name, adapter })
    if (refusal) {
      servers.close()
      return refusal
    }
    if (!('code' in info)) infos.push(info)
  }
  return sidecarEngine(servers, infos, adapter.needs)
}

async function infoOf(servers: Servers, url: string): Promise<Info | Failed> {
  const looked = await servers.look(url, '/info')
  if (looked.status === 'silent')
    return failed('network', `No answer from ${url}: ${looked.reason}`)
  const info = Info.safeParse(looked.json)
  if (looked.status === 200 && info.success) return info.data
  return failed('invalid', `${url}/info answered ${looked.status}, and not as a sidecar does`)
}

function misfitOf(
  { model, capabilities, width }: Info,
  { name, adapter }: { name: string; adapter: CompleteAdapter },
): Failed | undefined {
  if (model !== name) {
    return failed('invalid', `The sidecar serves ${model}, not ${name}: see --served-model`)
  }
  const { id, needs, score } = adapter
  if (!capabilities.includes(needs)) {
    return failed('invalid', `${id} needs ${needs}; the sidecar gives ${capabilities.join(', ')}`)
  }
  const read = widthOf(score.read)
  if (needs !== 'token_vectors' || width === undefined || width === read) return undefined
  return failed('invalid', `The sidecar gives ${width} numbers a token; ${id} reads ${read}`)
}

function sidecarEngine(servers: Servers, infos: readonly Info[], needs: Capability): Engine {
  const lengths = infos.flatMap(({ max_tokens }) => max_tokens ?? [])
  const told = (part: (info: Info) => string | undefined) =>
    [...new Set(infos.flatMap((info) => part(info) ?? []))].toSorted().join('+')
  const dtype = told((info) => info.dtype)
  const device = told((info) => info.device)
  return {
    capabilities: new Set([needs]),
    limits: {
      tokensPerCall: Math.min(...infos.map(({ tokens_per_call }) => tokens_per_call)),
      requestsPerCall: Math.min(...infos.map(({ requests_per_call }) => requests_per_call)),
      maxTokens: lengths.length === 0 ? undefined : Math.min(...lengths),
      tokensInFlight: () => servers.tokensInFlight(),
    },
    describe: () => ({
      kind: 'http',
      version: told((info) => info.version),
      ...(dtype !== '' && { dtype }),
      ...(device !== '' && { device }),
    }),
    tokenVectors: ask('token_vectors'),
    nextTokenScores: ask('next_token_scores'),
    sequenceLogprobs(batch, signal) {
      // One row, of every token but the first.
      const requests = batch.map((ids) => ({ ids, positions: [] }))
      return ask('sequence_logprobs', () => 1)(requests, signal)
    },
    close: async () => servers.close(),
  }

  function ask(need: Capability, rowsOf = ({ positions }: TokenRequest) => positions.length) {
    return (batch: readonly TokenRequest[], signal: AbortSignal) =>
      askTogether<TokenRequest, Answer>(batch, async (part) => {
        const requests = part.map((request) => ({ ...request, problem: undefined }))
        const tokens = part.reduce((sum, { ids }) => sum + ids.length, 0)
        const body = { schema: 'stepmark.sidecar/1', need, requests }
        const call = { path: PATH, body, tokens, key: part[0]?.problem }
        return toldBy<z.infer<typeof Scored>, Answer>(await servers.ask(call, signal), {
          read: (json) => Scored.safeParse(json).data,
          tell: ({ answers }) => ({
            status: 'ok',
            replies: answers.map((answer, index) => {
              const request = part[index]
              return answerOf(answer, request ? rowsOf(request) : 0)
            }),
          }),
        })
      })
  }
}

function answerOf(answer: z.infer<typeof Scored>['answers'][number], count: number): Answer {
  if ('error' in answer) return { status: 'failed', reason: answer.error }
  const rows = answer.rows.map(rowOf).filter((row) => row !== undefined)
  if (rows.length === count) return { status: 'ok', rows }
  return { status: 'failed', reason: `The sidecar gave ${rows.length} rows, not ${count}` }
}
