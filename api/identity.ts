import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Issue } from '#schema/error.ts'
import { sha256 } from '#schema/sha256.ts'
import type { Identity, Scope } from '#schema/submitter.ts'
import { tokens } from '#schema/submission-tables.ts'
import { isIdentityToken, trustedIssuers, verifyIdentityToken } from './oidc.ts'
import { vouchedSubmitter } from './queries/submitters.ts'
import { noteUse } from './queries/tokens.ts'
import { isAddressOver, isOver, RATES, refuseRate } from './rate-limit.ts'
import { type Env, refuse } from './router.ts'

type Identified =
  | { readonly status: 'known'; readonly identity: Identity }
  | {
      readonly status: 'unknown'
      readonly message: string
      readonly issues?: readonly Issue[]
    }
  | { readonly status: 'unavailable'; readonly message: string }

/** Counts the operator's writes; no submitter's id begins like this. */
const OPERATOR = '-operator'

/** Lets only bearers of a valid token pass, and says who they are. */
export const requireToken = createMiddleware<Env>(async (c, next) => {
  return (await authenticate(c)) ?? next()
})

/** Lets only bearers of a token with one of these scopes pass, and says who they are. */
export function requireScope(...allowed: readonly [Scope, ...Scope[]]) {
  return createMiddleware<Env>(async (c, next) => {
    const refusal = await authenticate(c)
    if (refusal) return refusal
    if (!allowed.some((scope) => c.var.identity.scopes.includes(scope))) {
      const needed = allowed.join(' or ')
      return refuse(c, 'forbidden', `This token lacks the scope ${needed}. Ask for one that has it`)
    }
    return next()
  })
}

/** Sets who the bearer is; answers the refusal where that cannot be known. */
async function authenticate(c: Context<Env>): Promise<Response | undefined> {
  const [, token] = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (token === undefined) {
    c.header('www-authenticate', 'Bearer')
    const message = 'No token came with the request. Send Authorization: Bearer …'
    return refuse(c, 'unauthorized', message)
  }
  const identified = await identify(c, token)
  if (identified.status === 'unavailable')
    return refuse(c, 'issuer_unavailable', identified.message)
  if (identified.status === 'unknown') {
    if (await isAddressOver(c.env.FAILURE_LIMIT, c.req.raw.headers)) {
      return refuseRate(c, 'Too many tokens that are not valid came from your address')
    }
    c.header('www-authenticate', 'Bearer error="invalid_token"')
    return refuse(c, 'unauthorized', identified.message, identified.issues)
  }
  const { submitter } = identified.identity
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!isRead && (await isOver(c.env.WRITE_LIMIT, submitter ?? OPERATOR))) {
    return refuseRate(c, `More than ${RATES.WRITE_LIMIT} writes a minute came from you`)
  }
  c.set('identity', identified.identity)
  c.set('submitter', submitter)
  return undefined
}

/**
 * Only hashes are ever compared: how far a comparison got tells nothing of the token, since nobody
 * can choose a token by its hash. The operator's hash is a secret of its own and is compared in
 * constant time; the others are looked up in an index.
 */
async function identify(c: Context<Env>, token: string): Promise<Identified> {
  const hash = await sha256(token)
  const operator = c.env.OPERATOR_TOKEN_SHA256
  if (operator !== undefined && (await timingSafeEqual(hash, operator))) {
    return known({ submitter: null, scopes: ['admin'], expiresAt: null })
  }
  if (isIdentityToken(token)) return identifyByIssuer(c, token)
  const { db } = c.var
  const [row] = await db.select().from(tokens).where(eq(tokens.hash, hash))
  if (!row) return unknown('This token is not known. Check it, or ask for one')
  const { id, submitter, scopes, expiresAt, revokedAt, lastUsedAt } = row
  if (revokedAt !== null) return unknown(`This token was revoked on ${revokedAt}. Ask for another`)
  const now = new Date().toISOString()
  if (expiresAt !== null && expiresAt <= now) {
    return unknown(`This token expired on ${expiresAt}. Ask for another`)
  }
  const today = now.slice(0, 'yyyy-mm-dd'.length)
  if (lastUsedAt !== today) c.executionCtx.waitUntil(noteUse(db, id, today))
  return known({ submitter, scopes: [...scopes], expiresAt })
}

async function identifyByIssuer(c: Context<Env>, token: string): Promise<Identified> {
  const verified = await verifyIdentityToken(token, {
    issuers: trustedIssuers(c.env.OIDC_ISSUERS),
    audience: c.env.OIDC_AUDIENCE ?? new URL(c.req.url).origin,
  })
  if (verified.status === 'unavailable') return verified
  if (verified.status === 'refused') {
    const { field, message } = verified
    return { status: 'unknown', message, issues: [{ field, message }] }
  }
  const submitter = await vouchedSubmitter(c.var.db, verified)
  return known({ submitter, scopes: ['submit'], expiresAt: verified.expiresAt })
}

function known(identity: Identity): Identified {
  return { status: 'known', identity }
}

function unknown(message: string): Identified {
  return { status: 'unknown', message }
}
