import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorBody, ERRORS } from '#schema/error.ts'
import { contract, type DocumentedOperation } from './contract.ts'
import { CASES } from './contract-cases.ts'
import { makeWorld, missingPathOf, pathOf, tokensOf, type World } from './contract-world.ts'
import { call } from './tiny.ts'

const { operations, errorsOf } = await contract()

/** Statuses that no request alone leads to: tests of their own cause them. */
const CAUSED_ELSEWHERE = ['429', '500', '503']

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

test.each(operations)(
  '$name answers as its documentation says, in every way it says',
  async (one) => {
    const answers = Object.entries(one.responses)
      .filter(([status]) => !CAUSED_ELSEWHERE.includes(status))
      .sort(([a], [b]) => Number(b) - Number(a))
    for (const [status, { content }] of answers) {
      const response = await provoke(one, Number(status))
      const body = await response.text()
      expect(`${response.status} ${body}`, `for ${status}`).toMatch(new RegExp(`^${status} `))
      const type = response.headers.get('content-type')?.split(';')[0] ?? ''
      if (content === undefined) continue
      expect(Object.keys(content)).toContain(type)
      if (type !== 'application/json') continue
      expect(errorsOf(content[type]?.schema, JSON.parse(body))).toEqual([])
      if (response.ok) continue
      const { code } = ErrorBody.parse(JSON.parse(body))
      expect(ERRORS[code]).toBe(Number(status))
    }
  },
)

describe('what every operation documents', () => {
  test.each(operations)('$name', ({ responses, requestBody, parameters = [], security }) => {
    const statuses = Object.keys(responses)
    expect(statuses).toContain('400')
    if (security) expect(statuses).toEqual(expect.arrayContaining(['401', '403']))
    if (requestBody) expect(statuses).toEqual(expect.arrayContaining(['413', '422']))
    if (parameters.some((one) => one.in === 'path')) expect(statuses).toContain('422')
  })
})

/** Asks in a way that leads to an answer of this status. */
async function provoke(one: DocumentedOperation, status: number): Promise<Response> {
  const own = CASES[one.name]?.[status]
  if (own) return own(world)
  const { method } = one
  const tokens = tokensOf(one, world)
  const token = tokens && { token: tokens.having }
  const path = pathOf(one, world)
  const media = Object.keys(one.requestBody?.content ?? {})[0]
  const body = media && { body: '', headers: { 'content-type': media } }
  switch (status) {
    case 200:
      return call(path, { method, ...token })
    case 400:
      return call(`${path}?nonsense=1`, { method, ...token, ...body })
    case 401:
      return call(path, { method, ...body })
    case 403:
      return call(path, { method, ...body, ...(tokens && { token: tokens.lacking }) })
    case 404:
      return call(missingPathOf(one), { method, ...token, ...body })
    case 422:
      return call(path, { method, ...token, ...body, body: '{}' })
    default:
      throw new Error(
        `${one.name} documents ${status}, and test/api/contract-cases.ts has no request for it`,
      )
  }
}
