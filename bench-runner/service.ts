import { hc } from 'hono/client'
import type { z } from 'zod'
import type { Api } from '../api/app.ts'
import { ErrorBody } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from './failure.ts'
import { identityTokens, NoIdentityToken, tokenRequest } from './identity-token.ts'

/** The service that runs are submitted to, and who speaks to it. */
export interface Service {
  readonly status: 'ok'
  readonly url: string
  readonly api: ReturnType<typeof connect>
}

/**
 * A client of the service at `url`. The token is read from the environment, never from the command
 * line, where other users of the machine could see it. A submitter without one speaks by the identity
 * of its CI job, where the job has one.
 */
export function openService(
  url: string,
  {
    variable,
    environment,
  }: {
    variable: 'STEPMARK_TOKEN' | 'STEPMARK_OPERATOR_TOKEN'
    environment: NodeJS.ProcessEnv
  },
): Service | Failed {
  const token = environment[variable]
  if (token) return { status: 'ok', url, api: connect(url, async () => token) }
  const request = variable === 'STEPMARK_TOKEN' ? tokenRequest(environment, url) : undefined
  if (request) return { status: 'ok', url, api: connect(url, identityTokens(request)) }
  return failed('usage', `No token. Set ${variable} to the one that ${url} gave you`)
}

/** A client of the service at `url` that only reads, for which no token is needed. */
export function openReader(url: string): Service {
  return { status: 'ok', url, api: connect(url) }
}

/** A client that speaks as the operator. */
export function openOperator(url: string): Service | Failed {
  return openService(url, { variable: 'STEPMARK_OPERATOR_TOKEN', environment: process.env })
}

function connect(url: string, token?: () => Promise<string>) {
  const headers = async () => ({ ...(token && { authorization: `Bearer ${await token()}` }) })
  return hc<Api>(url, { headers }).api.v1
}

/** What a call answered, or why it did not: refused by the service, or no answer at all. */
export async function answer<Schema extends z.ZodType>(
  url: string,
  call: Promise<Pick<Response, 'ok' | 'status' | 'json'>>,
  schema: Schema,
): Promise<{ readonly status: 'ok'; readonly body: z.infer<Schema> } | Failed> {
  let response: Pick<Response, 'ok' | 'status' | 'json'>
  let json: unknown
  try {
    response = await call
    json = await response.json()
  } catch (error) {
    if (error instanceof NoIdentityToken) return failed('network', error.message)
    return failed('network', `No answer from ${url}: ${reasonOf(error)}. Is the service running?`)
  }
  const refusal = response.ok ? undefined : ErrorBody.safeParse(json).data
  if (refusal) {
    const isPassing = response.status >= 500 || refusal.code === 'rate_limited'
    const code = isPassing ? 'network' : 'refused'
    return failed(code, `${refusal.message} (${refusal.code})`, refusal.issues)
  }
  const body = schema.safeParse(json)
  if (response.ok && body.success) return { status: 'ok', body: body.data }
  return failed('network', `${url} answered ${response.status} in a form that is not Stepmark's`)
}
