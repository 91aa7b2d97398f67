import { expect, test } from 'vitest'
import { z } from 'zod'
import { call } from './tiny.ts'

const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ summary: z.string(), responses: z.record(z.string(), z.unknown()) }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

test('the OpenAPI document holds every endpoint with a summary and its refusals', async () => {
  const document = Document.parse(await (await call('/openapi.json')).json())
  const endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replace('/api/v1', '')}`),
  )
  expect(endpoints.toSorted()).toEqual([
    'delete /admin/tokens/{id}',
    'get /benchmarks',
    'get /benchmarks/{benchmark}',
    'get /compare',
    'get /events',
    'get /items/{benchmark}/{item}',
    'get /items/{benchmark}/{item}/runs',
    'get /leaderboards/{benchmark}',
    'get /models',
    'get /models/{id}',
    'get /models/{owner}/{name}',
    'get /papers',
    'get /papers/{id}',
    'get /protocols/{hash}',
    'get /reported',
    'get /reported/benchmarks',
    'get /runs',
    'get /runs/{id}',
    'get /runs/{id}/curve',
    'get /runs/{id}/diagnostics',
    'get /runs/{id}/items',
    'get /runs/{id}/items/{item}',
    'get /runs/{id}/metrics',
    'get /runs/{id}/predictions/{subset}',
    'get /submissions/{id}',
    'post /admin/benchmarks/{benchmark}/rescore',
    'post /admin/runs/{id}/clear',
    'post /admin/runs/{id}/hold',
    'post /admin/tokens',
    'post /submissions',
    'post /submissions/{id}/finalize',
    'put /admin/benchmarks/{benchmark}',
    'put /admin/catalog',
    'put /admin/items/{kind}/{subset}',
    'put /submissions/{id}/predictions/{subset}',
  ])
})

test('the shared records have names of their own', async () => {
  const document = Document.parse(await (await call('/openapi.json')).json())
  for (const name of ['ErrorBody', 'Run', 'RunManifest', 'Standing', 'MetricResult', 'Label']) {
    expect(Object.keys(document.components.schemas)).toContain(name)
  }
})
