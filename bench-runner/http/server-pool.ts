import { fnv1a } from '../baselines/random.ts'
import { type TokenWindow, tokenWindow } from './token-window.ts'

/** A server of the model, as busy as we made it. */
export interface Server {
  readonly url: string
  readonly window: TokenWindow
  /** Tokens that are under way there. */
  load: number
  /** How often nobody was there, one time after another. */
  misses: number
  /** Until when it is left alone because of that. */
  awayUntil: number
}

export interface ServerPool {
  readonly servers: readonly Server[]
  /** Where to send a call of that many tokens; of one key to one server, as far as it has room. */
  choose(tokens: number, key: string | undefined, now: number): Server
  tokensInFlight(): number
}

export function serverPool(urls: readonly string[], most: number): ServerPool {
  const servers = urls.map((url) => ({
    url,
    window: tokenWindow(most),
    load: 0,
    misses: 0,
    awayUntil: 0,
  }))
  return {
    servers,
    choose(tokens, key, now) {
      const here = servers.filter(({ awayUntil }) => awayUntil <= now)
      const open = here.length > 0 ? here : [soonestBack(servers)]
      const own = key === undefined ? undefined : preferred(open, key)
      if (own && own.load + tokens <= bound(open, tokens)) return own
      return open.reduce((least, next) => (busyness(next) < busyness(least) ? next : least))
    },
    tokensInFlight: () => servers.reduce((sum, { window }) => sum + window.tokens(), 0),
  }
}

/** How much more than its share a server may carry for the prefixes it has kept. */
const OVER = 1.25

/** Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2018). */
function bound(servers: readonly Server[], tokens: number): number {
  const all = servers.reduce((sum, { load }) => sum + load, tokens)
  return Math.max(2 * tokens, (OVER * all) / servers.length)
}

/** By rendezvous: a server that comes or goes moves no other's keys. */
function preferred(servers: readonly Server[], key: string): Server | undefined {
  const ranked = servers.map((server) => ({ server, rank: mix(fnv1a(`${server.url}\n${key}`)) }))
  return ranked.reduce((best, next) => (next.rank > best.rank ? next : best), {
    server: servers[0],
    rank: -1,
  }).server
}

/** Spreads the last characters of what was hashed over all bits (the finaliser of MurmurHash3). */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function busyness({ load, window }: Server): number {
  return load / window.tokens()
}

function soonestBack(servers: readonly Server[]): Server {
  return servers.reduce((soonest, next) => (next.awayUntil < soonest.awayUntil ? next : soonest))
}
