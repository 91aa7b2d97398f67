import { decodeJwt } from 'jose'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { identityTokens, tokenRequest } from '../../bench-runner/identity-token.ts'
import { openService } from '../../bench-runner/service.ts'
import { startCi } from '../ci-job.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function ci() {
  const job = await startCi()
  onTestFinished(job.stop)
  return job
}

test('a job’s token is meant for the service, and is used until it is about to end', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const { environment, audiences } = await ci()
  const request = tokenRequest(environment, 'https://prm.example')
  if (!request) throw new Error('There is no request')
  const token = identityTokens(request)
  const first = await token()
  expect(decodeJwt(first).aud).toBe('https://prm.example')
  vi.setSystemTime(Date.now() + 200_000)
  expect(await token()).toBe(first)
  // It ends after 300 s; 60 s before that a fresh one is fetched.
  vi.setSystemTime(Date.now() + 45_000)
  expect(await token()).not.toBe(first)
  expect(audiences).toEqual(['https://prm.example', 'https://prm.example'])
})

test('the audience may be another than the address', async () => {
  const { environment } = await ci()
  const own = { ...environment, STEPMARK_AUDIENCE: 'stepmark' }
  expect(tokenRequest(own, 'https://prm.example')?.audience).toBe('stepmark')
})

test('a token of ours comes first, and an operator never speaks as a job', async () => {
  const { environment, audiences } = await ci()
  const operator = { variable: 'STEPMARK_OPERATOR_TOKEN', environment } as const
  expect(openService('https://prm.example', operator)).toMatchObject({ code: 'usage' })
  expect(tokenRequest({}, 'https://prm.example')).toBeUndefined()
  expect(audiences).toEqual([])
})

test.for([
  ['a wrong request token', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'other' }, 'answered 403'],
  ['nobody there', { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/' }, 'No answer from http'],
  ['no address', { ACTIONS_ID_TOKEN_REQUEST_URL: 'nowhere' }, 'is no address'],
] as const)('%s is told, and nothing is sent to the service', async ([, change, message]) => {
  const { environment, url } = await ci()
  const request = tokenRequest({ ...environment, ...change }, url)
  if (!request) throw new Error('There is no request')
  await expect(identityTokens(request)()).rejects.toThrow(message)
})
