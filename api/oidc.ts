import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { IssuerUnavailable, isTrustworthy, keysOf } from './oidc-keys.ts'

/** Who a CI system vouches for. */
export interface Vouched {
  readonly issuer: string
  /** Stays the same when the owner takes another name. */
  readonly subject: string
  readonly owner: string
  /** When the identity token ends. */
  readonly expiresAt: string
}

export type Verified =
  | ({ readonly status: 'ok' } & Vouched)
  | { readonly status: 'unavailable'; readonly message: string }
  | {
      readonly status: 'refused'
      /** The claim or header that is wrong, or `signature`, or `token`. */
      readonly field: string
      readonly message: string
    }

const GITHUB_ACTIONS = 'https://token.actions.githubusercontent.com'
/** Signatures by a key that only the issuer has; never a secret shared with it. */
const ALGORITHMS = ['RS256', 'ES256']
const CLOCK_TOLERANCE = '30 seconds'
/** However long it says it lives. */
const MAX_AGE = '1 day'

/** The owner is who answers for a run: another repository of the same owner is the same submitter. */
const Claims = z.object({
  repository_owner: z.string().min(1),
  repository_owner_id: z.string().min(1),
  exp: z.number(),
})

/** Issuers whose identity tokens are taken: those listed, parted by spaces, or GitHub Actions alone. */
export function trustedIssuers(list: string | undefined): readonly string[] {
  const issuers = (list ?? GITHUB_ACTIONS).split(/\s+/).filter((issuer) => issuer !== '')
  const unsafe = issuers.find((issuer) => !isTrustworthy(issuer))
  if (unsafe !== undefined) throw new Error(`OIDC_ISSUERS names ${unsafe}, which is not HTTPS`)
  return issuers
}

/** Whether a bearer's token has the form of an identity token, valid or not. */
export function isIdentityToken(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)
}

/**
 * Checks an identity token: its issuer, its signature by a key of that issuer, its audience and its
 * times. Nothing in it is believed before the signature was checked, but for which issuer to ask.
 */
export async function verifyIdentityToken(
  token: string,
  { issuers, audience }: { readonly issuers: readonly string[]; readonly audience: string },
): Promise<Verified> {
  try {
    const { iss } = decodeJwt(token)
    const issuer = issuers.find((one) => one === iss)
    if (issuer === undefined) {
      const taken = issuers.length > 0 ? `Taken are: ${issuers.join(', ')}` : 'None is taken'
      return refused('iss', `Identity tokens of this issuer are not taken here. ${taken}`)
    }
    const { payload } = await jwtVerify(token, keysOf(issuer), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE,
      maxTokenAge: MAX_AGE,
    })
    return vouched(issuer, payload)
  } catch (error) {
    if (error instanceof IssuerUnavailable) {
      return { status: 'unavailable', message: `${error.message} now. Try again in a minute` }
    }
    if (error instanceof errors.JOSEError) return explain(error, audience)
    throw error
  }
}

function vouched(issuer: string, payload: JWTPayload): Verified {
  const claims = Claims.safeParse(payload)
  if (!claims.success) {
    const [field = ''] = claims.error.issues[0]?.path ?? []
    return refused(String(field), `The identity token does not name the owner of a repository`)
  }
  const { repository_owner: owner, repository_owner_id: subject, exp } = claims.data
  return { status: 'ok', issuer, subject, owner, expiresAt: new Date(exp * 1000).toISOString() }
}

function explain(error: errors.JOSEError, audience: string): Verified {
  if (error instanceof errors.JWTExpired) {
    return refused(error.claim, 'The identity token has expired. Ask your CI for a fresh one')
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') {
      return refused('aud', `The identity token is not meant for ${audience}. Ask for one that is`)
    }
    const isEarly = error.reason === 'check_failed'
    const message = isEarly
      ? 'The identity token is not valid yet'
      : 'The claim is not as it must be'
    return refused(error.claim, `${message}. Ask your CI for another`)
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return refused('alg', `The identity token is not signed by ${ALGORITHMS.join(' or ')}`)
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return refused('kid', 'The issuer has no such key. If it is new, try again in a minute')
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return refused('kid', 'The identity token does not say which key of its issuer signed it')
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused('signature', 'The signature of the identity token is not its issuer’s')
  }
  return refused('token', 'The identity token cannot be read')
}

function refused(field: string, message: string): Verified {
  return { status: 'refused', field, message }
}
