import { canonicalJson } from '#schema/canonical-json.ts'
import { revise } from '#schema/revision.ts'
import { MAX_PART_BYTES } from '#schema/submission.ts'
import { at } from '#schema/verdict.ts'
import { CATALOG } from './tiny-catalog.ts'
import { type World } from './contract-world.ts'
import {
  call,
  ITEMS,
  manifest,
  open,
  OPERATOR,
  PREDICTIONS,
  putBenchmark,
  putItems,
  submit,
  TINY,
} from './tiny.ts'

type Case = (world: World) => Promise<Response>

/**
 * Requests that lead to a documented answer, by operation and status, where none follows from the
 * operation itself: see test/api/contract.test.ts.
 */
export const CASES: Readonly<Record<string, Readonly<Record<number, Case>>>> = {
  'GET /compare': {
    200: ({ run, other }) => call(`/compare?runs=${run},${other}`),
    404: ({ run }) => call(`/compare?runs=${run},run_${'0'.repeat(16)}`),
    422: () => call('/compare'),
  },
  'GET /submissions/{id}': { 422: ({ token }) => call('/submissions/x', { token }) },
  'POST /submissions': {
    200: async ({ token, revision }) => {
      await open(token, manifest(revision))
      return open(token, manifest(revision))
    },
    201: ({ token, revision }) => open(token, manifest(revision, { seed: 7 })),
  },
  'PUT /submissions/{id}/predictions/{subset}': {
    200: ({ token, draft }) => put(`/submissions/${draft}/predictions/a`, token, PREDICTIONS.a),
    413: ({ token, draft }) => put(`/submissions/${draft}/predictions/a`, token, TOO_LARGE),
  },
  'POST /submissions/{id}/finalize': {
    200: ({ token, run }) => call(`/submissions/${run}/finalize`, { method: 'POST', token }),
    201: ({ token, revision }) => submit(token, manifest(revision, { seed: 7 })),
    422: ({ token, draft }) => call(`/submissions/${draft}/finalize`, { method: 'POST', token }),
  },
  'PUT /admin/items/{kind}/{subset}': {
    200: () => putItems(ITEMS.slice(0, 2), { kind: 'first_error', subset: 'a' }),
    413: () => put('/admin/items/first_error/a', OPERATOR, TOO_LARGE),
  },
  'PUT /admin/benchmarks/{benchmark}': {
    200: () => putBenchmark(TINY, ITEMS),
    409: async () => {
      const other = ITEMS.map((item) => (item.id === 'a-2' ? { ...item, label: at(0) } : item))
      for (const subset of ['a', 'b']) {
        const own = other.filter((item) => item.subset === subset)
        await putItems(own, { kind: 'first_error', subset })
      }
      return putBenchmark(TINY, other)
    },
  },
  'POST /admin/benchmarks/{benchmark}/rescore': {
    202: () => call('/admin/benchmarks/tiny/rescore', { method: 'POST', token: OPERATOR }),
    422: () => call('/admin/benchmarks/A B/rescore', { method: 'POST', token: OPERATOR }),
  },
  'POST /admin/tokens': {
    201: () => send('POST', '/admin/tokens', { submitter: 'eve', scopes: ['submit'] }),
  },
  'DELETE /admin/tokens/{id}': {
    422: () => call(`/admin/tokens/${'x'.repeat(65)}`, { method: 'DELETE', token: OPERATOR }),
  },
  'PUT /admin/catalog': { 200: () => send('PUT', '/admin/catalog', CATALOG) },
}

/** Beyond the limit, with a body of another size than it says: the limit is on both. */
const TOO_LARGE = ' '.repeat(MAX_PART_BYTES + 1)

function put(path: string, token: string, body: string) {
  return call(path, { method: 'PUT', token, body })
}

function send(method: string, path: string, body: object) {
  return call(path, { method, token: OPERATOR, body: canonicalJson(body) })
}
