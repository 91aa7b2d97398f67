import { OPERATOR } from './tiny.ts'
import type { Operation } from './contract.ts'
import type { World } from './contract-world.ts'
import { MAX_CATALOG_BYTES, MAX_JSON_BYTES, MAX_JSON_DEPTH } from '../../api/limits.ts'
import { MAX_PART_BYTES } from '#schema/submission.ts'
import { faultyEnv } from './faulty-env.ts'

/** A request and the status of its answer. */
export interface Case {
  readonly status: number
  readonly path: string
  readonly token?: string
  readonly body?: string | ArrayBuffer
  readonly headers?: Readonly<Record<string, string>>
  readonly bindings?: Partial<Cloudflare.Env>
}

/** By operation, such as `get /runs/{id}`: a request that succeeds, then others. */
export type Cases = Readonly<Record<string, readonly [Case, ...Case[]]>>

/** What every list of pages answers. */
export function pages(path: string, token?: string): [Case, ...Case[]] {
  const by = token === undefined ? {} : { token }
  return [
    { status: 200, path: `${path}?limit=1`, ...by },
    { status: 200, path, ...by },
    { status: 400, path: `${path}?cursor=x`, ...by },
    { status: 400, path: `${path}?fields=colour`, ...by },
    { status: 422, path: `${path}?limit=0`, ...by },
  ]
}

/** What is in front of every operation refuses, of a request that would succeed. */
export async function commonCases(
  operation: Operation,
  success: Case,
  { tokens, issuer }: World,
): Promise<readonly Case[]> {
  const { path, headers = {}, token } = success
  const isRead = operation.method === 'get'
  const scopes = (operation.security ?? []).flatMap(({ token: its = [] }) => its)
  const types = Object.keys(operation.requestBody?.content ?? {})
  const isBusy = { limit: async () => ({ success: false }) }
  const from = { ...headers, 'cf-connecting-ip': '192.0.2.1' }
  const many = path.includes('?') ? '&' : '?'
  const { token: _, ...bare } = success
  return [
    { ...success, status: 400, path: `${path}${many}colour=red` },
    { ...success, status: 429, headers: from, bindings: { ADDRESS_LIMIT: isBusy } },
    { ...success, status: 500, bindings: faultyEnv('killed', 1).bindings },
    ...(isRead && token === undefined
      ? [{ ...success, status: 304, headers: { ...headers, 'if-none-match': '*' } }]
      : []),
    ...(token === undefined
      ? []
      : [
          { ...bare, status: 401 },
          { ...success, status: 401, token: 'smk_none' },
          { ...success, status: 503, token: issuer.token, bindings: { OIDC_ISSUERS: issuer.url } },
        ]),
    ...(scopes.length === 1
      ? [{ ...success, status: 403, token: scopes[0] === 'admin' ? tokens.ada : OPERATOR }]
      : []),
    ...(isRead || token === undefined
      ? []
      : [{ ...success, status: 429, bindings: { WRITE_LIMIT: isBusy } }]),
    ...(isRead || types.includes('application/x-ndjson')
      ? []
      : [{ ...success, status: 413, body: ' '.repeat(1 + largestOf(path)) }]),
    ...(types.includes('application/json')
      ? [
          { ...success, status: 422, body: '['.repeat(1 + MAX_JSON_DEPTH) },
          { ...success, status: 422, body: '{}' },
          { ...success, status: 400, body: '{' },
        ]
      : []),
    ...(types.includes('application/x-ndjson') ? [await tooManyLines(success)] : []),
    ...(isRead ? formatsOf(operation, success) : []),
  ]
}

function largestOf(path: string): number {
  return path === '/admin/catalog' ? MAX_CATALOG_BYTES : MAX_JSON_BYTES
}

/** Small as it is sent, and too large when it is unpacked. */
async function tooManyLines(success: Case): Promise<Case> {
  const packed = new Blob([' '.repeat(1 + MAX_PART_BYTES)])
    .stream()
    .pipeThrough(new CompressionStream('gzip'))
  const body = await new Response(packed).arrayBuffer()
  return { ...success, status: 413, body, headers: { 'content-encoding': 'gzip' } }
}

/** Each type that a list is documented to come as, by the header Accept. */
function formatsOf(operation: Operation, success: Case): readonly Case[] {
  const types = Object.keys(operation.responses['200']?.content ?? {})
  if (!types.includes('text/csv')) return []
  return types.map((accept) => ({ ...success, headers: { ...success.headers, accept } }))
}
