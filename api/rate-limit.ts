import type { RateLimit } from '@cloudflare/workers-types'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Env, refuse } from './router.ts'

/** How many requests a minute, as wrangler.toml binds them: a test compares the two. */
export const RATES = {
  /** From one address, pages included. */
  ADDRESS_LIMIT: 1200,
  /** Writes of one submitter, whatever tokens it has. */
  WRITE_LIMIT: 600,
  /** Refused tokens from one address. */
  FAILURE_LIMIT: 30,
} as const
/** Seconds over which requests are counted; how much of them is left is not told. */
const PERIOD = 60

/** Refuses the requests of an address that sends too many. */
export const limitAddress = createMiddleware<Env>(async (c, next) => {
  if (await isAddressOver(c.env.ADDRESS_LIMIT, c.req.raw.headers)) {
    return refuseRate(
      c,
      `More than ${RATES.ADDRESS_LIMIT} requests a minute came from your address`,
    )
  }
  return next()
})

/** Counts a request against its address. In process, where there is none, nothing is counted. */
export async function isAddressOver(limit: RateLimit, headers: Headers): Promise<boolean> {
  const address = headers.get('cf-connecting-ip')
  return address !== null && isOver(limit, networkOf(address))
}

export async function isOver(limit: RateLimit, key: string): Promise<boolean> {
  const { success } = await limit.limit({ key })
  return !success
}

export function refuseRate(c: Context, message: string) {
  c.header('retry-after', String(PERIOD))
  return refuse(c, 'rate_limited', `${message}. Wait a minute`)
}

/** The answer to a page's request that comes too soon. */
export function tooManyPages(): Response {
  return new Response('Too many requests came from your address. Wait a minute.\n', {
    status: 429,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': String(PERIOD) },
  })
}

/** The part of an address that one party holds: all of IPv4, the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const first = head.split(':').filter((group) => group !== '')
  const last = (tail ?? '').split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  return [...first, ...(tail === undefined ? [] : zeros), ...last].slice(0, 4).join(':')
}
