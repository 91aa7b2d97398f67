import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ErrorBody, ERRORS } from '#schema/error.ts'
import { contract, type DocumentedOperation } from './contract.ts'
import { makeWorld, missingPathOf, pathOf, tokensOf, type World } from './contract-world.ts'
import { ITEMS, manifest, PREDICTIONS, call, contents, TINY } from './tiny.ts'

const { operations } = await contract()
const writes = operations.filter(({ method }) => method !== 'GET')

/** Bodies that some write takes, to be damaged. */
let bodies: readonly string[]
let world: World

describe.each(writes)('$name', (one) => {
  // Storage lasts for a whole test, which tries many requests.
  test('answers anything at all with what it documents, and a refusal changes nothing', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    world = await makeWorld()
    bodies = validBodies(world)
    await fc.assert(
      fc.asyncProperty(requests(one), async ({ path, token, body, headers }) => {
        const before = await contents()
        const response = await call(path, {
          method: one.method,
          ...(token !== undefined && { token }),
          ...(body !== undefined && { body }),
          headers,
        })
        const text = await response.text()
        expect(Object.keys(one.responses), text).toContain(`${response.status}`)
        expect(response.status, text).not.toBe(500)
        if (response.ok) return
        const { code, issues = [] } = ErrorBody.parse(JSON.parse(text))
        expect(ERRORS[code]).toBe(response.status)
        expect(issues.length).toBeLessThanOrEqual(100)
        expect(text).not.toMatch(/\bat \S+ \(|\.ts:\d+/)
        expect(await contents()).toEqual(before)
      }),
      { numRuns: 60 },
    )
  })
})

function requests(one: DocumentedOperation) {
  const tokens = tokensOf(one, world)
  const path = fc.oneof(
    { weight: 4, arbitrary: fc.constant(pathOf(one, world)) },
    fc.constant(missingPathOf(one)),
    fc
      .tuple(fc.constantFrom('id', 'subset', 'benchmark', 'kind'), fc.string({ maxLength: 80 }))
      .map(([name, text]) =>
        pathOf({ path: one.path.replace(`{${name}}`, encodeURIComponent(text)) }, world),
      ),
  )
  const token = fc.oneof(
    { weight: 6, arbitrary: fc.constant(tokens?.having) },
    fc.constant(tokens?.lacking),
    fc.constant(undefined),
    fc.stringMatching(/^[!-~]{1,40}$/),
  )
  const media = Object.keys(one.requestBody?.content ?? {})[0] ?? 'application/json'
  const headers = fc.oneof(
    { weight: 4, arbitrary: fc.constant({ 'content-type': media }) },
    fc.constantFrom(
      {},
      { 'content-type': 'text/plain' },
      { 'content-type': media, 'content-encoding': 'gzip' },
      { 'content-type': media, 'content-length': '999999999' },
    ),
  )
  const body = one.requestBody
    ? fc.oneof(
        fc.string({ maxLength: 200 }),
        fc.json(),
        fc.constantFrom(...bodies).chain(damaged),
        fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes).buffer),
      )
    : fc.constant(undefined)
  return fc.record({ path, token, headers, body })
}

/** A valid body with a piece replaced, cut off or repeated. */
function damaged(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.nat(text.length),
      fc.nat(12),
      fc.constantFrom(
        '',
        '0',
        '-1',
        '1e999',
        'null',
        '"',
        '{',
        '}',
        '[',
        ',',
        '\n',
        '\u0000',
        '😀',
      ),
    )
    .map(([start, length, piece]) => text.slice(0, start) + piece + text.slice(start + length))
}

function validBodies({ revision }: World): readonly string[] {
  const digest = '0'.repeat(64)
  const about = manifest(revision, { seed: 9 })
  return [
    JSON.stringify({ manifest: about, predictions: { a: digest, b: digest } }),
    JSON.stringify({ submitter: 'eve', scopes: ['submit'] }),
    JSON.stringify({ reason: 'A mistake', by: `run_${digest.slice(0, 16)}` }),
    JSON.stringify({
      definition: TINY,
      labelSet: '1',
      revision: digest,
      subsets: [{ id: 'a', labels: digest, items: digest }],
    }),
    ...Object.values(PREDICTIONS),
    ITEMS.map((item) => JSON.stringify(item)).join('\n'),
  ]
}
