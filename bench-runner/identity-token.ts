import { decodeJwt } from 'jose'
import { z } from 'zod'
import { reasonOf } from './failure.ts'

/** Where a GitHub Actions job that may write id-tokens asks for one, as its environment says. */
export interface TokenRequest {
  readonly url: string
  readonly bearer: string
  /** For whom the identity token is meant: the address of the service, or what it calls itself. */
  readonly audience: string
}

/** No identity token came; the message says why. */
export class NoIdentityToken extends Error {}

/** How long before its end a token is no longer used, in milliseconds: a large part takes a while. */
const MARGIN = 60_000

const Answer = z.object({ value: z.string().min(1) })

/** What the job's environment says; undefined where it offers no identity token. */
export function tokenRequest(
  environment: NodeJS.ProcessEnv,
  service: string,
): TokenRequest | undefined {
  const url = environment['ACTIONS_ID_TOKEN_REQUEST_URL']
  const bearer = environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
  if (!url || !bearer) return undefined
  return { url, bearer, audience: environment['STEPMARK_AUDIENCE'] || service }
}

/** Gives the identity token at hand, or a fresh one when that is about to end. Throws NoIdentityToken. */
export function identityTokens(request: TokenRequest): () => Promise<string> {
  let token = ''
  let ends = 0
  return async () => {
    if (Date.now() < ends - MARGIN) return token
    token = await ask(request)
    ends = endOf(token)
    return token
  }
}

async function ask({ url, bearer, audience }: TokenRequest): Promise<string> {
  const address = URL.parse(url)
  if (!address) throw new NoIdentityToken(`ACTIONS_ID_TOKEN_REQUEST_URL is no address: ${url}`)
  address.searchParams.set('audience', audience)
  let response: Response
  try {
    response = await fetch(address, {
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
    })
  } catch (error) {
    throw new NoIdentityToken(`No answer from ${address.origin}: ${reasonOf(error)}`)
  }
  if (!response.ok) {
    const message = `${address.origin} gave no identity token: it answered ${response.status}`
    throw new NoIdentityToken(`${message}. Has the job the permission id-token: write?`)
  }
  const answer = Answer.safeParse(await response.json().catch(() => undefined))
  if (answer.success) return answer.data.value
  throw new NoIdentityToken(`${address.origin} gave no identity token: it answered something else`)
}

/** When a token ends, in milliseconds; 0, so that it is used once, where it does not say. */
function endOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? 0) * 1000
  } catch {
    return 0
  }
}
