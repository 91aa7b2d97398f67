import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { inject } from 'vitest'

/** What a test may change of an identity token, and of how it is signed. */
export interface Change {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, string>>
  readonly key?: CryptoKey | Uint8Array
}

/** An issuer with a real key, whose documents a real server hands out. */
export async function newIssuer(name: string = crypto.randomUUID()) {
  const url = `${inject('issuers')}/${name}`
  const put = (path: string, body: object, status = 200) =>
    fetch(`${url}${path}?status=${status}`, { method: 'PUT', body: JSON.stringify(body) })
  const first = await underNewId(await (shared ??= newKey()))
  const publish = (keys: readonly object[], status?: number) => put('/jwks', { keys }, status)
  const discover = (document: object, status?: number) =>
    put('/.well-known/openid-configuration', document, status)
  await publish([first.jwk])
  await discover({ issuer: url, jwks_uri: `${url}/jwks` })
  const reads = async () => Number(await (await fetch(`${url}/jwks?reads`)).text())

  /** An identity token as GitHub Actions gives them, valid unless changed. */
  const sign = ({ claims = {}, header = {}, key = first.privateKey }: Change = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const payload = {
      iss: url,
      aud: 'http://localhost',
      sub: 'repo:Ada-Labs/prm:ref:refs/heads/main',
      repository: 'Ada-Labs/prm',
      repository_owner: 'Ada-Labs',
      repository_owner_id: '1001',
      iat: now,
      nbf: now,
      exp: now + 300,
      ...claims,
    }
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: first.kid, typ: 'JWT', ...header })
      .sign(key)
  }
  return { url, sign, publish, discover, reads, ...first }
}

/** A key pair and the public key as issuers publish it. */
export async function newKey(alg: 'RS256' | 'ES256' = 'RS256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const kid = crypto.randomUUID()
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
  }
}

/** Making an RSA key takes long, so issuers have the same one under ids of their own. */
let shared: ReturnType<typeof newKey> | undefined

async function underNewId(key: Awaited<ReturnType<typeof newKey>>) {
  const kid = crypto.randomUUID()
  return { ...key, kid, jwk: { ...key.jwk, kid } }
}

let ci: ReturnType<typeof newIssuer> | undefined

/** An identity token that every call takes, as a CI run of this owner's would get it. */
export async function identityToken(owner = 'Ada-Labs', ownerId = '1001'): Promise<string> {
  ci ??= newIssuer('ci')
  const repository = `${owner}/prm`
  const claims = { repository, repository_owner: owner, repository_owner_id: ownerId }
  return (await ci).sign({ claims })
}
