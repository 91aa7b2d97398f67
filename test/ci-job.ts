import { once } from 'node:events'
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/**
 * Stands in for GitHub Actions over HTTP: an issuer with a real key, and the place where a job asks for
 * an identity token. Tokens live `seconds`.
 */
export async function startCi({ seconds = 300 }: { seconds?: number } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  const audiences: string[] = []
  const sign = (audience: string) => {
    const now = Math.floor(Date.now() / 1000)
    const owner = { repository_owner: 'Ada-Labs', repository_owner_id: '1001' }
    return new SignJWT({
      iss: url,
      aud: audience,
      ...owner,
      iat: now,
      nbf: now,
      exp: now + seconds,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(privateKey)
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const audience = searchParams.get('audience') ?? ''
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (pathname === '/.well-known/openid-configuration') {
      answer(200, { issuer: url, jwks_uri: `${url}/jwks` })
    } else if (pathname === '/jwks') {
      answer(200, { keys: [jwk] })
    } else if (pathname === '/token' && searchParams.get('api-version') === '2.0') {
      if (request.headers.authorization !== 'Bearer of-the-job') return answer(403, {})
      audiences.push(audience)
      answer(200, { value: await sign(audience), count: 1 })
    } else {
      answer(404, {})
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  const url = `http://127.0.0.1:${address.port}`
  return {
    url,
    /** For whom tokens were asked for, in order. */
    audiences,
    /** What a job with the permission finds in its environment. */
    environment: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
