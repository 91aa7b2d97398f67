import { env } from 'cloudflare:workers'
import { exportSPKI, UnsecuredJWT } from 'jose'
import { afterEach, expect, test, vi } from 'vitest'
import { BASELINES_SUBMITTER, type Identity } from '#schema/submitter.ts'
import app from '../../api/app.ts'
import { type Change, identityToken, newIssuer, newKey } from './issuer.ts'
import { call, contents, manifest, newToken, OPERATOR, publish, refusalOf, submit } from './tiny.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** Whom the service takes a bearer for, or why it does not. */
async function whoIs(token: string, issuers: string, bindings: Partial<Cloudflare.Env> = {}) {
  return call('/me', { token, bindings: { OIDC_ISSUERS: issuers, ...bindings } })
}

const events = async () =>
  (await (await call('/events')).json<{ rows: { type: string; detail: object }[] }>()).rows

test('two owners submit from their CI without anybody making them a token', async () => {
  const revision = await publish()
  for (const [owner, id] of [
    ['Ada-Labs', '1001'],
    ['eve', '1002'],
  ] as const) {
    const response = await submit(await identityToken(owner, id), manifest(revision))
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ submitter: `gh-${owner.toLowerCase()}` })
  }
  const { results } = await env.DB.prepare('select id, subject from submitters').all()
  expect(results).toEqual([
    { id: 'gh-ada-labs', subject: '1001' },
    { id: 'gh-eve', subject: '1002' },
  ])
})

test('no owner comes as the submitter of the baselines', async () => {
  const { url, sign } = await newIssuer()
  const claims = { repository_owner: BASELINES_SUBMITTER, repository_owner_id: '1003' }
  const identity = await (await whoIs(await sign({ claims }), url)).json<Identity>()
  expect(identity.submitter).toBe('gh-baselines')
})

test('the first use makes the submitter, once, with an entry in the log', async () => {
  const { url, sign } = await newIssuer()
  const token = await sign()
  const uses = await Promise.all([whoIs(token, url), whoIs(token, url), whoIs(token, url)])
  for (const use of uses) {
    const { submitter, scopes, expiresAt } = await use.json<Identity>()
    expect({ submitter, scopes }).toEqual({ submitter: 'gh-ada-labs', scopes: ['submit'] })
    expect(Date.parse(expiresAt ?? '')).toBeGreaterThan(Date.now())
  }
  expect(await events()).toMatchObject([
    {
      type: 'submitter_created',
      submitter: 'gh-ada-labs',
      detail: { for: 'gh-ada-labs', issuer: url, owner: 'Ada-Labs' },
    },
  ])
})

test('an owner who is renamed stays who it was, and the old name’s next owner is another', async () => {
  const { url, sign } = await newIssuer()
  const named = async (repository_owner: string, repository_owner_id: string) => {
    const token = await sign({ claims: { repository_owner, repository_owner_id } })
    return (await (await whoIs(token, url)).json<Identity>()).submitter
  }
  expect(await named('ada', '1')).toBe('gh-ada')
  expect(await named('lovelace', '1')).toBe('gh-ada')
  const next = await named('ada', '2')
  expect(next).toMatch(/^gh-ada-[0-9a-f]{16}$/)
  expect(await named('ada', '2')).toBe(next)
})

test('an identity takes no name that a token has, and gets no token', async () => {
  await newToken({ submitter: 'gh-ada' })
  const { url, sign } = await newIssuer()
  const token = await sign({ claims: { repository_owner: 'Ada' } })
  const { submitter } = await (await whoIs(token, url)).json<Identity>()
  expect(submitter).toMatch(/^gh-ada-[0-9a-f]{16}$/)
  const before = await contents()
  const body = JSON.stringify({ submitter, scopes: ['submit'] })
  const made = await call('/admin/tokens', { method: 'POST', token: OPERATOR, body })
  expect(await refusalOf(made)).toMatchObject({ status: 409, code: 'conflict' })
  expect(await contents()).toEqual(before)
})

test('two issuers with the same ids are two submitters', async () => {
  const [one, two] = [await newIssuer(), await newIssuer()]
  const issuers = `${one.url} ${two.url}`
  const first = await (await whoIs(await one.sign(), issuers)).json<Identity>()
  const second = await (await whoIs(await two.sign(), issuers)).json<Identity>()
  expect(first.submitter).toBe('gh-ada-labs')
  expect(second.submitter).toMatch(/^gh-ada-labs-[0-9a-f]{16}$/)
})

test('an identity may submit and nothing else', async () => {
  const token = await identityToken()
  const body = JSON.stringify({ submitter: 'eve', scopes: ['admin'] })
  const made = await call('/admin/tokens', { method: 'POST', token, body })
  expect(await refusalOf(made)).toMatchObject({ status: 403, code: 'forbidden' })
})

test('ES256 is taken as RS256 is', async () => {
  const { url, sign, publish: publishKeys, jwk } = await newIssuer()
  const elliptic = await newKey('ES256')
  await publishKeys([jwk, elliptic.jwk])
  const header = { alg: 'ES256', kid: elliptic.kid }
  expect((await whoIs(await sign({ header, key: elliptic.privateKey }), url)).status).toBe(200)
})

const now = () => Math.floor(Date.now() / 1000)
type Issuer = Awaited<ReturnType<typeof newIssuer>>

/** What is wrong with a token, by the field that its refusal names. */
const WRONG: readonly (readonly [string, string, (issuer: Issuer) => Promise<string>])[] = [
  ['a forged signature', 'signature', async (issuer) => withClaims(await issuer.sign(), 'admin')],
  ['another key under a known id', 'signature', signed(async () => (await newKey()).privateKey)],
  [
    'no signature',
    'alg',
    async ({ url }) => new UnsecuredJWT({ iss: url, aud: 'http://localhost' }).encode(),
  ],
  [
    'the public key as a shared secret',
    'alg',
    async ({ sign, publicKey }) =>
      sign({
        header: { alg: 'HS256' },
        key: new TextEncoder().encode(await exportSPKI(publicKey)),
      }),
  ],
  ['another audience', 'aud', changed({ aud: 'https://elsewhere.example' })],
  ['no audience', 'aud', changed({ aud: undefined })],
  ['another issuer', 'iss', changed({ iss: 'https://elsewhere.example' })],
  [
    'an issuer with a slash too much',
    'iss',
    async ({ url, sign }) => sign({ claims: { iss: `${url}/` } }),
  ],
  ['an end that passed', 'exp', changed({ exp: now() - 60 })],
  ['no end', 'exp', changed({ exp: undefined })],
  ['a beginning to come', 'nbf', changed({ nbf: now() + 120 })],
  ['an issue to come', 'iat', changed({ iat: now() + 120 })],
  ['an issue two days ago', 'iat', changed({ iat: now() - 172_800 })],
  ['a key id that is unknown', 'kid', async ({ sign }) => sign({ header: { kid: 'other' } })],
  [
    'a key of another issuer',
    'kid',
    async ({ sign }) => {
      const other = await newKey()
      await (await newIssuer()).publish([other.jwk])
      return sign({ header: { kid: other.kid }, key: other.privateKey })
    },
  ],
  ['no owner', 'repository_owner_id', changed({ repository_owner_id: undefined })],
  ['no payload', 'token', async () => 'eyJhbGciOiJSUzI1NiJ9.e30x.c2ln'],
]

test.for(WRONG)('an identity token with %s is refused for its %s', async ([, field, make]) => {
  const issuer = await newIssuer()
  const before = await contents()
  const response = await whoIs(await make(issuer), issuer.url)
  expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  const refusal = await refusalOf(response)
  expect(refusal).toMatchObject({ status: 401, code: 'unauthorized', issues: [{ field }] })
  expect(await contents()).toEqual(before)
})

test('clocks may differ by some seconds', async () => {
  const { url, sign } = await newIssuer()
  const late = await sign({ claims: { iat: now() - 310, nbf: now() - 310, exp: now() - 10 } })
  const early = await sign({ claims: { iat: now() + 10, nbf: now() + 10 } })
  for (const token of [late, early]) expect((await whoIs(token, url)).status).toBe(200)
})

test('the audience may be set in place of the address', async () => {
  const { url, sign } = await newIssuer()
  const own = { OIDC_AUDIENCE: 'https://prm.example' }
  const meant = await sign({ claims: { aud: ['https://other.example', 'https://prm.example'] } })
  expect((await whoIs(meant, url, own)).status).toBe(200)
  const refusal = await refusalOf(await whoIs(await sign(), url, own))
  expect(refusal.message).toContain('https://prm.example')
})

test('without a setting GitHub Actions is the only issuer, and an empty one takes none', async () => {
  const { sign } = await newIssuer()
  const token = await sign()
  const headers = { authorization: `Bearer ${token}` }
  const standard = await refusalOf(await app.request('/api/v1/me', { headers }, env))
  expect(standard).toMatchObject({ status: 401, issues: [{ field: 'iss' }] })
  expect(standard.message).toContain('https://token.actions.githubusercontent.com')
  expect((await refusalOf(await whoIs(token, ''))).message).toContain('None is taken')
})

test('a rotated key is found, and unknown keys are not asked for at every request', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const { url, sign, publish: publishKeys, reads } = await newIssuer()
  expect((await whoIs(await sign(), url)).status).toBe(200)
  const rotated = await newKey()
  await publishKeys([rotated.jwk])
  const change: Change = { header: { kid: rotated.kid }, key: rotated.privateKey }
  for (let use = 0; use < 5; use += 1) {
    const refusal = await refusalOf(await whoIs(await sign(change), url))
    expect(refusal).toMatchObject({ status: 401, issues: [{ field: 'kid' }] })
  }
  expect(await reads()).toBe(0)
  vi.setSystemTime(Date.now() + 31_000)
  expect((await whoIs(await sign(change), url)).status).toBe(200)
  expect((await refusalOf(await whoIs(await sign(), url))).issues).toMatchObject([{ field: 'kid' }])
  expect(await reads()).toBe(1)
})

test('an issuer that gives no keys is named, left alone for a while, and asked again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const { url, sign, jwk, publish: publishKeys, reads } = await newIssuer()
  await publishKeys([], 500)
  for (let use = 0; use < 3; use += 1) {
    const refusal = await refusalOf(await whoIs(await sign(), url))
    expect(refusal).toMatchObject({ status: 503, code: 'issuer_unavailable' })
    expect(refusal.message).toContain(url)
  }
  expect(await reads()).toBe(1)
  await publishKeys([jwk])
  vi.setSystemTime(Date.now() + 11_000)
  expect((await whoIs(await sign(), url)).status).toBe(200)
})

test('keys that are known serve on while their issuer is away', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const { url, sign, publish: publishKeys } = await newIssuer()
  expect((await whoIs(await sign(), url)).status).toBe(200)
  await publishKeys([], 500)
  vi.setSystemTime(Date.now() + 31_000)
  const unknown = await sign({ header: { kid: 'other' } })
  expect((await whoIs(unknown, url)).status).toBe(503)
  expect((await whoIs(await sign(), url)).status).toBe(200)
})

test.for([
  ['nothing', {}, 404],
  ['no keys’ address', { issuer: 'x' }, 200],
  [
    'another issuer’s document',
    { issuer: 'https://elsewhere.example', jwks_uri: 'https://elsewhere.example/jwks' },
    200,
  ],
] as const)('an issuer whose discovery gives %s is unavailable', async ([, document, status]) => {
  const { url, sign, discover } = await newIssuer()
  await discover(document, status)
  const refusal = await refusalOf(await whoIs(await sign(), url))
  expect(refusal).toMatchObject({ status: 503, code: 'issuer_unavailable' })
})

test('keys are never read over plain HTTP from another machine', async () => {
  const { url, sign, discover } = await newIssuer()
  await discover({ issuer: url, jwks_uri: 'http://elsewhere.example/jwks' })
  expect((await whoIs(await sign(), url)).status).toBe(503)
})

/** The token with an owner that its signature does not cover. */
function withClaims(token: string, owner: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = { ...JSON.parse(atob(payload)), repository_owner: owner }
  return [header, btoa(JSON.stringify(claims)).replaceAll('=', ''), signature].join('.')
}

function changed(claims: Readonly<Record<string, unknown>>) {
  return ({ sign }: Issuer) => sign({ claims })
}

function signed(key: () => Promise<CryptoKey>) {
  return async ({ sign }: Issuer) => sign({ key: await key() })
}
