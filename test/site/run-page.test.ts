import { expect, test } from 'vitest'
import type { RunManifest } from '#schema/manifest.ts'
import { recomputeCommands } from '../../site/lib/commands.ts'
import { endpointsOf } from '../../site/lib/endpoints.ts'
import { manifestFacts } from '../../site/lib/manifest-facts.ts'

const manifest: RunManifest = {
  schema: 'stepmark.run/1',
  benchmark: 'processbench',
  revision: '0'.repeat(64),
  model: { id: 'owner/prm', kind: 'discriminative_prm', params: 7.08e9 },
  backend: { kind: 'onnx', version: '1.2', dtype: 'q4' },
  scoreKind: { kind: 'bounded', range: [-1, 1], cut: 0 },
  cost: { tokens: 1_234_567, seconds: 12.345 },
  partial: false,
}

test('tells a manifest in plain words and leaves out what was not stated', () => {
  expect(manifestFacts(manifest)).toEqual([
    { name: 'Kind', value: 'discriminative PRM' },
    { name: 'Size', value: '7.1 billion parameters' },
    { name: 'Backend', value: 'onnx, 1.2, q4' },
    { name: 'Scores', value: 'numbers from −1 to 1, cut 0 declared beforehand' },
    { name: 'Tokens', value: '1,234,567' },
    { name: 'Time', value: '12.3 s' },
  ])
})

test('tells who published the scores, and that they state no licence', () => {
  const published = { citation: 'Doe 2025', url: 'https://example.org/scores' }
  expect(manifestFacts({ ...manifest, published }).slice(-3)).toEqual([
    { name: 'Scores published by', value: 'Doe 2025' },
    { name: 'Scores taken from', value: 'https://example.org/scores' },
    { name: 'Licence of the scores', value: 'none stated' },
  ])
})

test('writes commands that name the files, the score kind and the policies', () => {
  const commands = recomputeCommands(
    { id: 'run_0a1b2c3d4e5f6071', benchmark: 'processbench', manifest },
    {
      origin: 'https://example.org',
      subsets: ['gsm8k', 'math'],
      policies: ['fixed:0', 'oracle'],
    },
  )
  expect(commands.split('\n')).toEqual([
    "curl -s -o '#1.jsonl' 'https://example.org/api/v1/runs/run_0a1b2c3d4e5f6071/predictions/{gsm8k,math}'",
    'awk 1 gsm8k.jsonl math.jsonl > predictions.jsonl',
    'npx stepmark evaluate --benchmark processbench --predictions predictions.jsonl --score-kind bounded:-1,1 --policy fixed:0 --policy oracle',
  ])
})

test('lists the endpoints of an OpenAPI document', () => {
  const document = {
    info: { description: 'What it is.' },
    paths: {
      '/api/v1/runs': {
        get: {
          summary: 'Runs',
          parameters: [
            { name: 'limit', in: 'query' },
            { name: 'id', in: 'path', required: true },
          ],
        },
        post: { summary: 'New', security: [{ token: ['submit'] }] },
      },
    },
  }
  expect(endpointsOf(document)).toEqual({
    description: 'What it is.',
    endpoints: [
      { method: 'GET', path: '/api/v1/runs', summary: 'Runs', query: ['limit'], scope: undefined },
      { method: 'POST', path: '/api/v1/runs', summary: 'New', query: [], scope: 'submit' },
    ],
  })
})
