import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

/** What was learnt of an issuer, in the memory of the isolate. */
interface Known {
  readonly keys: ReturnType<typeof createRemoteJWKSet> | null
  /** When it last could not be reached, in milliseconds; null where it could. */
  readonly failedAt: number | null
}
const known = new Map<string, Known>()

/** How long an issuer that could not be reached is left alone, in milliseconds. */
const PAUSE = 10_000
/** How long its answer may take, in milliseconds. */
const PATIENCE = 5000

/** The part of a discovery document that leads to the keys (OpenID Connect Discovery 1.0, section 3). */
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** The issuer gave no keys, which says nothing of the token. */
export class IssuerUnavailable extends Error {}

/**
 * The keys of an issuer, found by its discovery document and kept for ten minutes. A key that is not
 * among them is looked for anew at most every 30 seconds, so that made-up key ids do not become
 * requests. Throws IssuerUnavailable.
 */
export function keysOf(issuer: string): JWTVerifyGetKey {
  return async (header, token) => {
    const { keys, failedAt } = known.get(issuer) ?? { keys: null, failedAt: null }
    if (failedAt !== null && Date.now() < failedAt + PAUSE) {
      const kept = keys?.fresh ? keys.jwks() : undefined
      if (!kept) throw new IssuerUnavailable(`The keys of ${issuer} cannot be read`)
      return createLocalJWKSet(kept)(header, token)
    }
    try {
      const found = keys ?? (await discover(issuer))
      known.set(issuer, { keys: found, failedAt: null })
      return await found(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error
      if (error instanceof errors.JWKSMultipleMatchingKeys) throw error
      known.set(issuer, { keys: known.get(issuer)?.keys ?? null, failedAt: Date.now() })
      throw new IssuerUnavailable(`The keys of ${issuer} cannot be read`, { cause: error })
    }
  }
}

async function discover(issuer: string) {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  })
  if (response.status !== 200) throw new Error(`Discovery answered ${response.status}`)
  const document = Discovery.parse(await response.json())
  if (document.issuer !== issuer) throw new Error(`Discovery is of ${document.issuer}`)
  if (!isTrustworthy(document.jwks_uri)) throw new Error('Keys would come over plain HTTP')
  return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: PATIENCE })
}

/** Whether what comes from an address cannot be changed on its way: HTTPS, or this machine. */
export function isTrustworthy(address: string): boolean {
  const url = URL.parse(address)
  return (
    url?.protocol === 'https:' || url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  )
}
