import { request as httpRequest, type Agent } from 'node:http'
import { request as httpsRequest, type Agent as SecureAgent } from 'node:https'

/** What a server answered: its status, what it says of trying again, and its text. */
export interface Exchanged {
  readonly status: number
  /** Milliseconds after which to try again, where the server says so. */
  readonly retryAfter: number | undefined
  readonly text: string
}

export interface Asked {
  readonly url: string
  /** The JSON to post; a GET without one. */
  readonly body?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly agent: Agent | SecureAgent
  /** The most bytes of an answer. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

/**
 * One request and its whole answer; throws what the network does. By node:http, because fetch gives up
 * after five minutes without an answer, and a critic may think for longer.
 */
export async function exchange(asked: Asked): Promise<Exchanged> {
  for (;;) {
    try {
      return await once(asked)
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error
    }
  }
}

/** A kept connection that the server had closed meanwhile: it has not seen the request. */
class StaleConnection extends Error {}

function once({ url, body, headers, agent, maxBytes, signal }: Asked): Promise<Exchanged> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  const method = body === undefined ? 'GET' : 'POST'
  const typed = body !== undefined && {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers, ...typed }, agent, signal })
    sent.on('error', (error) => {
      const isReset = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isReset && sent.reusedSocket && !signal.aborted ? new StaleConnection() : error)
    })
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > maxBytes) response.destroy(new Error(`The answer has over ${maxBytes} bytes`))
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: readRetryAfter(response.headers['retry-after'], Date.now()),
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    sent.end(body)
  })
}

/** Retry-After (RFC 9110, 10.2.3), in seconds or as a date, in milliseconds from now. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const seconds = Number(header)
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined
}
