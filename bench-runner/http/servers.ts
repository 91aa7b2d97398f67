import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { EngineStopped } from '../backends/engine-stopped.ts'
import { reasonOf } from '../failure.ts'
import { exchange } from './exchange.ts'
import { errorText } from './error-text.ts'
import { parseJson } from './parse-json.ts'
import { type Server, serverPool } from './server-pool.ts'
import { type Trouble, troubleOf } from './trouble.ts'

/** The most bytes of one answer: vectors of a full call take a tenth of it. */
const MAX_BYTES = 256_000_000

/** Longest wait before another try, unless the server asks for more; milliseconds. */
const MAX_DELAY = 30_000

/** Misses after which a server is not left alone for longer still: 64 times the first wait. */
const MOST_MISSES = 6

/** Times that a request may fail while others are answered, before it is held to be the cause. */
const MAX_FAILURES = 12

export interface ServersOptions {
  readonly urls: readonly string[]
  /** Sent as a bearer token, and told to nobody else. */
  readonly apiKey?: string | undefined
  /** Milliseconds for one answer. */
  readonly timeout: number
  /** Milliseconds without any answer before the servers are given up. */
  readonly patience: number
  /** The most tokens under way at each server. */
  readonly tokensInFlight: number
  /** First of the growing waits between tries; milliseconds. */
  readonly firstDelay?: number
  readonly maxBytes?: number
}

/** What came of a request: JSON, or why the servers will not answer it. */
export type Reply =
  | { readonly status: 'ok'; readonly json: unknown }
  | { readonly status: 'refused'; readonly code: number; readonly reason: string }

export interface Call {
  readonly path: string
  /** Posted as JSON; a GET without one. */
  readonly body?: object | undefined
  readonly tokens: number
  /** Calls of one key go to one server, as far as it has room. */
  readonly key?: string | undefined
}

/** Servers of one model, asked as fast as they bear and again when they fail. */
export interface Servers {
  readonly urls: readonly string[]
  /** Throws EngineStopped when the servers cannot be used, or stay away for longer than the patience. */
  ask(call: Call, signal: AbortSignal): Promise<Reply>
  /** Asks one of them, once: the status and JSON of its answer, or why there is none. */
  look(url: string, path: string, body?: object): Promise<Looked>
  tokensInFlight(): number
  close(): void
}

export type Looked =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: 'silent'; readonly reason: string }

export function openServers(options: ServersOptions): Servers {
  const { urls, apiKey, timeout, patience, firstDelay = 500, maxBytes = MAX_BYTES } = options
  const pool = serverPool(urls, options.tokensInFlight)
  const agents = {
    plain: new Agent({ keepAlive: true }),
    secure: new SecureAgent({ keepAlive: true }),
  }
  const headers: Record<string, string> = {
    accept: 'application/json',
    'user-agent': 'stepmark',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  }
  const opened = performance.now()
  let answeredAt = Number.NEGATIVE_INFINITY

  return {
    urls,
    ask,
    async look(url, path, body) {
      try {
        const { status, text } = await send(url, { path, body }, AbortSignal.timeout(timeout))
        return { status, json: parseJson(text) }
      } catch (error) {
        return { status: 'silent', reason: hide(reasonOf(error)) }
      }
    },
    tokensInFlight: () => pool.tokensInFlight(),
    close() {
      agents.plain.destroy()
      agents.secure.destroy()
    },
  }

  async function ask(call: Call, signal: AbortSignal): Promise<Reply> {
    const body = call.body && JSON.stringify(call.body)
    const begun = performance.now()
    /** Failures since which another request was answered: those that may be this one's own fault. */
    let own = 0
    let failedAt = begun
    for (let attempt = 0; ; attempt++) {
      const server = pool.choose(call.tokens, call.key, performance.now())
      const trouble = await attemptAt(server, { ...call, text: body }, signal)
      if ('reply' in trouble) return trouble.reply
      const now = performance.now()
      if (attempt === 0 || answeredAt > failedAt) own += 1
      failedAt = now
      if (own > MAX_FAILURES) {
        return { status: 'refused', code: 0, reason: `${trouble.reason}, ${own} times over` }
      }
      const since = Math.max(begun, answeredAt, opened)
      if (now - since > patience) throw gone(server.url, trouble.reason)
      await wait(delay(attempt, trouble.retryAfter), undefined, { signal })
    }
  }

  /** One try at one server: an answer, or what was in the way. */
  async function attemptAt(
    server: Server,
    call: Call & { readonly text: string | undefined },
    signal: AbortSignal,
  ): Promise<{ readonly reply: Reply } | Trouble> {
    const begun = performance.now()
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
    server.load += call.tokens
    let trouble: Trouble
    try {
      const { status, text, retryAfter } = await send(server.url, call, limited)
      const said = troubleOf(status, { text, retryAfter })
      const json = said === 'none' ? parseJson(text) : undefined
      if (said === 'unusable') throw unusable(server.url + call.path, status, hide(errorText(text)))
      if (said === 'refused' || json !== undefined) answeredAt = performance.now()
      if (said === 'refused') {
        return { reply: { status: 'refused', code: status, reason: hide(errorText(text)) } }
      }
      if (json !== undefined) {
        server.window.succeeded(call.tokens)
        server.misses = 0
        return { reply: { status: 'ok', json } }
      }
      trouble = said === 'none' ? { kind: 'broken', reason: 'The answer is no JSON' } : said
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof EngineStopped) throw error
      const isLate = limited.aborted
      const reason = isLate ? `No answer in ${timeout / 1000} s` : reasonOf(error)
      trouble = { kind: isLate ? 'overload' : 'away', reason }
    } finally {
      server.load -= call.tokens
    }
    const now = performance.now()
    if (trouble.kind === 'overload') server.window.overloaded(begun, now)
    if (trouble.kind === 'away') {
      server.misses += 1
      server.awayUntil = now + firstDelay * 2 ** Math.min(server.misses, MOST_MISSES)
    }
    return { ...trouble, reason: hide(trouble.reason) }
  }

  function send(
    url: string,
    { path, body, text }: { path: string; body?: object | undefined; text?: string | undefined },
    signal: AbortSignal,
  ) {
    const agent = url.startsWith('https:') ? agents.secure : agents.plain
    const posted = text ?? (body && JSON.stringify(body))
    return exchange({ url: url + path, body: posted, headers, agent, maxBytes, signal })
  }

  /** Exponential, with full jitter, and never before the server asks for it. */
  function delay(attempt: number, retryAfter = 0): number {
    const most = Math.min(MAX_DELAY, firstDelay * 2 ** Math.min(attempt, 16))
    return Math.min(retryAfter, patience) + Math.random() * most
  }

  function hide(text: string): string {
    return apiKey === undefined ? text : text.replaceAll(apiKey, '[key]')
  }

  function gone(url: string, reason: string): EngineStopped {
    const seconds = Math.round(patience / 1000)
    const message = `No answer for ${seconds} s, last from ${url}: ${reason}. Start the server and resume`
    return new EngineStopped('network', message)
  }
}

function unusable(url: string, status: number, reason: string): EngineStopped {
  const hint =
    status === 401 || status === 403
      ? 'Set the key in the environment: see --api-key-env'
      : 'Is it the server that --backend names?'
  const said = reason === '' ? '' : ` (${reason})`
  return new EngineStopped('invalid', `${url} answered ${status}${said}. ${hint}`)
}
