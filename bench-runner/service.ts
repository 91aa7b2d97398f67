import { hc } from 'hono/client'
import type { z } from 'zod'
import type { Api } from '../api/app.ts'
import { ErrorBody } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from './failure.ts'

/** The service that runs are submitted to, and who speaks to it. */
export interface Service {
  readonly status: 'ok'
  readonly url: string
  readonly api: ReturnType<typeof connect>
}

/**
 * A client of the service at `url`. The token is read from the environment, never from the command
 * line, where other users of the machine could see it.
 */
export function openService(
  url: string,
  { variable, environment }: { variable: string; environment: NodeJS.ProcessEnv },
): Service | Failed {
  const token = environment[variable]
  if (token === undefined || token === '') {
    return failed('usage', `No token. Set ${variable} to the one that ${url} gave you`)
  }
  return { status: 'ok', url, api: connect(url, token) }
}

/** A client that speaks as the operator. */
export function openOperator(url: string): Service | Failed {
  return openService(url, { variable: 'STEPMARK_OPERATOR_TOKEN', environment: process.env })
}

function connect(url: string, token: string) {
  return hc<Api>(url, { headers: { authorization: `Bearer ${token}` } }).api.v1
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
    return failed('network', `No answer from ${url}: ${reasonOf(error)}. Is the service running?`)
  }
  const refusal = response.ok ? undefined : ErrorBody.safeParse(json).data
  if (refusal) {
    const code = response.status >= 500 ? 'network' : 'refused'
    return failed(code, `${refusal.message} (${refusal.code})`, refusal.issues)
  }
  const body = schema.safeParse(json)
  if (response.ok && body.success) return { status: 'ok', body: body.data }
  return failed('network', `${url} answered ${response.status} in a form that is not Stepmark's`)
}
