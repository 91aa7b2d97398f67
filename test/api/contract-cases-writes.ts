import { sha256 } from '#schema/sha256.ts'
import type { Cases } from './contract-cases.ts'
import { pages } from './contract-cases.ts'
import { NONE, REVISED, type World } from './contract-world.ts'
import { CATALOG } from './tiny-catalog.ts'
import { benchmarkBody, ITEMS, OPERATOR, PREDICTIONS, TINY } from './tiny.ts'

const BROKEN = { body: 'not gzip', headers: { 'content-encoding': 'gzip' } } as const

/** How a run comes in. */
export async function submissionCases({ tokens, drafts, manifest }: World): Promise<Cases> {
  const { ada: token, grace } = tokens
  const digests = { a: await sha256(PREDICTIONS.a), b: await sha256(PREDICTIONS.b) }
  const opening = (change: object = {}, predictions: object = digests) =>
    JSON.stringify({ manifest: manifest(change), predictions })
  const body = opening()
  const part = `/submissions/${drafts.empty}/predictions/a`
  const finalize = (id: string) => `/submissions/${id}/finalize`
  return {
    'get /me': [
      { status: 200, path: '/me', token },
      { status: 200, path: '/me', token: OPERATOR },
    ],
    'post /submissions': [
      { status: 201, path: '/submissions', token, body },
      { status: 200, path: '/submissions', token, body },
      { status: 422, path: '/submissions', token, body: opening({ benchmark: 'none' }) },
      { status: 422, path: '/submissions', token, body: opening({ revision: NONE.hash }) },
      { status: 422, path: '/submissions', token, body: opening({}, {}) },
    ],
    'get /submissions/{id}': [
      { status: 200, path: `/submissions/${drafts.empty}`, token },
      { status: 404, path: `/submissions/${drafts.empty}`, token: grace },
      { status: 404, path: `/submissions/${NONE.run}`, token },
      { status: 422, path: '/submissions/x', token },
    ],
    'put /submissions/{id}/predictions/{subset}': [
      { status: 200, path: part, token, body: PREDICTIONS.a },
      { status: 400, path: `/submissions/${drafts.empty}/predictions/b`, token, ...BROKEN },
      { status: 422, path: `/submissions/${drafts.empty}/predictions/b`, token, body: '{}' },
      { status: 200, path: part, token, body: PREDICTIONS.a },
      { status: 404, path: `/submissions/${drafts.empty}/predictions/c`, token, body: '' },
    ],
    'post /submissions/{id}/finalize': [
      { status: 201, path: finalize(drafts.whole), token },
      { status: 200, path: finalize(drafts.whole), token },
      { status: 404, path: finalize(NONE.run), token },
      { status: 422, path: finalize(drafts.empty), token },
      { status: 422, path: finalize(drafts.untrue), token },
      { status: 422, path: finalize(drafts.untrue), token },
    ],
  }
}

/** What the operator does. */
export async function adminCases({ runs, tokens }: World): Promise<Cases> {
  const token = OPERATOR
  const lines = ITEMS.filter(({ subset }) => subset === 'a').map((item) => JSON.stringify(item))
  const items = '/admin/items/first_error/a'
  const reason = JSON.stringify({ reason: 'Looked at' })
  const newToken = (submitter: string) => JSON.stringify({ submitter, scopes: ['submit'] })
  const publication = async (kept: typeof ITEMS) => benchmarkBody(TINY, kept)
  return {
    'put /admin/items/{kind}/{subset}': [
      { status: 200, path: items, token, body: lines.join('\n') },
      { status: 400, path: items, token, ...BROKEN },
      { status: 422, path: items, token, body: '' },
      { status: 422, path: items, token, body: '{' },
      { status: 422, path: '/admin/items/none/a', token, body: lines.join('\n') },
      // One item fewer, to be published below.
      { status: 200, path: items, token, body: lines[0] ?? '' },
    ],
    'put /admin/benchmarks/{benchmark}': [
      { status: 200, path: '/admin/benchmarks/tiny', token, body: await publication(REVISED) },
      {
        status: 409,
        path: '/admin/benchmarks/tiny',
        token,
        body: await publication(ITEMS.filter(({ id }) => id !== 'a-2')),
      },
      { status: 422, path: '/admin/benchmarks/none', token, body: await publication(REVISED) },
    ],
    'post /admin/benchmarks/{benchmark}/rescore': [
      { status: 202, path: '/admin/benchmarks/tiny/rescore', token },
      { status: 404, path: '/admin/benchmarks/none/rescore', token },
      { status: 422, path: '/admin/benchmarks/A/rescore', token },
    ],
    'post /admin/runs/{id}/clear': [
      { status: 200, path: `/admin/runs/${runs.held}/clear`, token, body: reason },
      { status: 404, path: `/admin/runs/${NONE.run}/clear`, token, body: reason },
      { status: 409, path: `/admin/runs/${runs.withdrawn}/clear`, token, body: reason },
    ],
    'post /admin/runs/{id}/hold': [
      { status: 200, path: `/admin/runs/${runs.held}/hold`, token, body: reason },
      { status: 404, path: `/admin/runs/${NONE.run}/hold`, token, body: reason },
      { status: 409, path: `/admin/runs/${runs.withdrawn}/hold`, token, body: reason },
    ],
    'put /admin/catalog': [
      { status: 200, path: '/admin/catalog', token, body: JSON.stringify(CATALOG) },
      {
        status: 422,
        path: '/admin/catalog',
        token,
        body: JSON.stringify({ ...CATALOG, papers: [] }),
      },
    ],
    'get /admin/tokens': pages('/admin/tokens', token),
    'post /admin/tokens': [
      { status: 201, path: '/admin/tokens', token, body: newToken('ada') },
      { status: 409, path: '/admin/tokens', token, body: newToken('gh-ada-labs') },
    ],
    'delete /admin/tokens/{id}': [
      { status: 200, path: `/admin/tokens/${tokens.tokenId}`, token },
      { status: 200, path: `/admin/tokens/${tokens.tokenId}`, token },
      { status: 404, path: '/admin/tokens/none', token },
      { status: 422, path: `/admin/tokens/${'x'.repeat(65)}`, token },
    ],
  }
}
