import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { onnxBytes, type Value } from '../../../../bench/onnx-bytes.ts'
import { openModel } from '../../../../bench-runner/backends/onnx/open-model.ts'
import { openRuntime } from '../../../../bench-runner/backends/onnx/runtime.ts'
import { temporaryFolder } from '../../stepmark.ts'
import { folderOf } from './torch-outputs.ts'

type Changes = Readonly<Record<string, unknown>>

/** A copy of a small model with another record, and other bytes where some are given. */
async function open(name: string, changes: Changes, graph?: Uint8Array) {
  const folder = temporaryFolder()
  cpSync(folderOf(name), folder, { recursive: true })
  const path = join(folder, 'model.json')
  const record: unknown = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...(record as Changes), ...changes }))
  if (graph) writeFileSync(join(folder, 'model.onnx'), graph)
  const runtime = await openRuntime('wasm')
  if (runtime.status === 'failed') throw new Error(runtime.message)
  return openModel(folder, runtime)
}

const dims = ['batch', 'tokens']
const ids: Value = { name: 'input_ids', type: 'int64', dims }
const mask: Value = { name: 'attention_mask', type: 'int64', dims }

/** A graph that hands its first input on. */
function graphOf(inputs: readonly Value[], output: Value) {
  const nodes = [{ op: 'Identity', inputs: [inputs[0]?.name ?? ''], output: output.name }]
  return onnxBytes({ nodes, weights: [], inputs, outputs: [output] })
}

test.for<[string, string, Changes, string, string]>([
  ['a version that is not known', 'tiny-class-head', { schema: 'stepmark.onnx/9' }, 'schema', ''],
  ['a field that does not exist', 'tiny-class-head', { head: 'x' }, '', 'Unrecognized key: "head"'],
  [
    'columns that do not add up',
    'tiny-label-rows',
    { width: 2 },
    'width',
    '3 columns for the labels and the vocabulary, but a width of 2',
  ],
  [
    'another width than that of the graph',
    'tiny-class-head',
    { width: 3 },
    'output',
    'float32 of rank 3 and width 3 is read, not float32 [batch, tokens, 2]',
  ],
])('a record with %s is refused by its field', async ([, name, changes, field, message]) => {
  const issue: unknown = expect.objectContaining({
    field,
    message: expect.stringContaining(message),
  })
  expect(await open(name, changes)).toMatchObject({ status: 'failed', issues: [issue] })
})

test('a graph is refused with every input and output that is not as it should be', async () => {
  const graph = graphOf(
    [
      { ...ids, type: 'float32' },
      { ...ids, name: 'token_type_ids' },
    ],
    { name: 'logits', type: 'float32', dims },
  )
  expect(await open('tiny-class-head', {}, graph)).toMatchObject({
    status: 'failed',
    issues: [
      { field: 'input_ids', message: 'int64 of rank 2 is fed, not float32 [batch, tokens]' },
      { field: 'attention_mask', message: 'The graph has no such input' },
      { field: 'token_type_ids', message: 'Nothing is known to feed this input' },
      { field: 'output', message: 'The graph has no such output' },
    ],
  })
})

test('an output of another type is refused', async () => {
  const graph = graphOf([ids, mask], { name: 'output', type: 'int64', dims })
  const message = 'float32 of rank 3 and width 2 is read, not int64 [batch, tokens]'
  expect(await open('tiny-class-head', {}, graph)).toMatchObject({
    issues: [{ field: 'output', message }],
  })
})

test('a file that is no graph is refused', async () => {
  expect(await open('tiny-class-head', {}, Buffer.from('no graph'))).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('ONNX Runtime cannot open'),
  })
})

test('the digest of the weights is that of the file', async () => {
  const own = await open('tiny-class-head', {})
  const other = await open('tiny-value-head', {})
  if (own.status === 'failed' || other.status === 'failed') throw new Error('not opened')
  expect(own.weights).toMatch(/^[0-9a-f]{64}$/)
  expect(own.weights).not.toBe(other.weights)
})
