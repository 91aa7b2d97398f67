import { beforeEach, expect, test } from 'vitest'
import { call, manifest, newToken, publish, refusalOf, submit } from './tiny.ts'
import { putCatalog } from './tiny-catalog.ts'

beforeEach(async () => {
  await putCatalog()
})

test('models are listed with their published numbers and their runs', async () => {
  const revision = await publish()
  const { token } = await newToken()
  await submit(token, manifest(revision))
  expect(await (await call('/models')).json()).toMatchObject({
    rows: [
      { id: 'judge', reported: 1, runs: 0 },
      { id: 'method-7b', huggingface: 'test/model', reported: 4, runs: 1 },
      { id: 'method-7b-soft', reported: 3, runs: 0 },
    ],
    next: null,
    facets: { kind: { discriminative_prm: 1, prompted_judge: 1 }, paper: { method: 2 } },
  })
})

test('models are listed page by page and by kind', async () => {
  const first = await (await call('/models?limit=2')).json<{
    rows: { id: string }[]
    next: string
  }>()
  const second = await (await call(`/models?limit=2&cursor=${first.next}`)).json()
  expect(second).toMatchObject({ rows: [{ id: 'method-7b-soft' }], next: null })
  expect(await (await call('/models?kind=prompted_judge')).json()).toMatchObject({
    rows: [{ id: 'judge' }],
  })
  expect((await call('/models?cursor=x')).status).toBe(400)
})

test('a model is found by either of its names, with its paper, variants and runs', async () => {
  const revision = await publish()
  const { token } = await newToken()
  const { id } = await (await submit(token, manifest(revision))).json<{ id: string }>()
  const page = await (await call('/models/test/model')).json()
  expect(page).toMatchObject({
    id: 'test/model',
    catalog: { id: 'method-7b', params: 7_000_000_000 },
    paper: { id: 'method', url: 'https://arxiv.org/abs/2501.00001' },
    variants: [{ id: 'method-7b-soft', name: 'Method-7B, soft' }],
    reported: 4,
    standings: [
      { benchmark: 'tiny', run: id, policy: 'fixed:0.5', value: 0.5, rank: 1, trust: 'recomputed' },
    ],
  })
  expect(await (await call('/models/method-7b')).json()).toEqual(page)
})

test('a model that only has runs is found too', async () => {
  const revision = await publish()
  const { token } = await newToken()
  const model = { id: 'own/model', kind: 'discriminative_prm' }
  await submit(token, manifest(revision, { model }))
  expect(await (await call('/models/own/model')).json()).toMatchObject({
    id: 'own/model',
    catalog: null,
    paper: null,
    variants: [],
    reported: 0,
    standings: [{ benchmark: 'tiny' }],
  })
})

test('a model that nobody knows is not found', async () => {
  expect(await refusalOf(await call('/models/no/body'))).toMatchObject({ status: 404 })
  expect(await refusalOf(await call('/models/nobody'))).toMatchObject({ status: 404 })
})

test('papers are listed with their models and the numbers they state', async () => {
  expect(await (await call('/papers')).json()).toMatchObject({
    rows: [
      { id: 'method', models: [{ id: 'method-7b' }, { id: 'method-7b-soft' }], reported: 7 },
      { id: 'study', models: [], reported: 0 },
    ],
    facets: { kind: { prm: 1, evaluation_method: 1 }, relevance: { core: 1, evaluation: 1 } },
  })
  expect(await (await call('/papers?relevance=evaluation')).json()).toMatchObject({
    rows: [{ id: 'study' }],
  })
  expect(await (await call('/papers/method')).json()).toMatchObject({ needs: ['first-error-f1'] })
  expect((await call('/papers/none')).status).toBe(404)
})
