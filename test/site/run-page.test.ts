import { expect, test } from 'vitest'
import type { RunManifest } from '#schema/manifest.ts'
import { recomputeCommands, runCommand } from '../../site/lib/commands.ts'
import { endpointsOf } from '../../site/lib/endpoints.ts'
import { costFacts, manifestFacts } from '../../site/lib/manifest-facts.ts'

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

test('tells what a run cost, and nothing of what was not stated', () => {
  // 1,234,567 / 1,000 items; 1,234,567 / 12.345 s.
  expect(costFacts(manifest, { items: 1000 })).toEqual([
    { name: 'Tokens', value: '1,234,567, 1,235 an item' },
    { name: 'Time', value: '12.3 s' },
    { name: 'Speed', value: '100,005 tokens a second' },
  ])
  expect(costFacts({ cost: { gpuSeconds: 5400, gpu: 'H100' } }, { items: 0 })).toEqual([
    { name: 'GPU', value: 'H100' },
    { name: 'GPU time', value: '5,400.0 s, 1.5 h' },
  ])
  expect(costFacts({}, { items: 1000 })).toEqual([])
})

test('writes the command that scores the model, each word safe in a shell', () => {
  expect(runCommand({ manifest })).toBe(
    'npx stepmark run --benchmark processbench --backend onnx --model owner/prm --kind discriminative_prm --params 7080000000 --cut 0 --score-kind bounded:-1,1',
  )
  const model = { id: 'baseline/random', kind: 'baseline' as const, license: "it's; free" }
  const baseline = { ...manifest, model, scoreKind: { kind: 'probability' as const }, seed: 7 }
  const backend = { kind: 'baseline', version: '1' }
  expect(runCommand({ manifest: { ...baseline, backend } })).toBe(
    String.raw`npx stepmark run --benchmark processbench --backend baseline --model baseline/random --license 'it'\''s; free' --seed 7`,
  )
  const stored = [
    { ...manifest, backend: { kind: 'replay', version: '1' } },
    { ...manifest, published: { citation: 'Doe 2025', url: 'https://example.org/scores' } },
  ]
  for (const one of stored) {
    expect(runCommand({ manifest: one })).toContain(
      '--backend replay --predictions predictions.jsonl',
    )
  }
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
