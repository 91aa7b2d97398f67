import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '#schema/random.ts'
import { type Node, onnxBytes, type Weight } from './onnx-bytes.ts'

export interface ToySize {
  readonly hidden: number
  readonly layers: number
  readonly heads: number
  /** Numbers of each token. */
  readonly width: number
}

const VOCABULARY = 262
const TOKENIZER = 'test/models/tiny-class-head'

/**
 * Writes a decoder with random weights as a folder of the onnx backend, with the tokenizer of the small
 * test models. It computes what a real one does, at any length and without positions, and knows nothing.
 */
export function writeToyModel(folder: string, size: ToySize, seed = 1): void {
  mkdirSync(folder, { recursive: true })
  const bytes = toyGraph(size, seed)
  writeFileSync(join(folder, 'model.onnx'), bytes)
  const weights = createHash('sha256').update(bytes).digest('hex')
  const record = {
    schema: 'stepmark.onnx/1',
    output: 'token_vectors',
    width: size.width,
    maxTokens: 32_768,
    dtype: 'float32',
    source: { model: 'stepmark/toy', weights },
    exporter: 'toy',
  }
  writeFileSync(join(folder, 'model.json'), JSON.stringify(record))
  for (const file of ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja']) {
    copyFileSync(join(TOKENIZER, file), join(folder, file))
  }
}

function toyGraph({ hidden, layers, heads, width }: ToySize, seed: number): Uint8Array {
  const random = seededRandom(seed)
  const nodes: Node[] = []
  const weights: Weight[] = []

  const node = (op: string, inputs: readonly string[], ints: Node['ints'] = {}) => {
    const output = `t${nodes.length}`
    nodes.push({ op, inputs, output, ints })
    return output
  }
  const weight = (dims: readonly number[], values: Weight['values']) => {
    const name = `w${weights.length}`
    weights.push({ name, dims, values })
    return name
  }
  const ints = (...values: readonly number[]) =>
    weight([values.length], BigInt64Array.from(values, BigInt))
  const scalar = (value: number) => weight([], BigInt64Array.of(BigInt(value)))
  const float = (value: number) => weight([], Float32Array.of(value))
  /** Uniform, with the variance of 1 / rows. */
  const drawn = (...dims: readonly [number, number]) => {
    const scale = Math.sqrt(12 / dims[0])
    const values = Float32Array.from({ length: dims[0] * dims[1] }, () => (random() - 0.5) * scale)
    return weight(dims, values)
  }
  const product = (x: string, rows: number, columns: number) =>
    node('MatMul', [x, drawn(rows, columns)])
  const norm = (x: string) =>
    node('LayerNormalization', [x, weight([hidden], new Float32Array(hidden).fill(1))])

  const tokens = node('Gather', [node('Shape', ['input_ids']), scalar(1)])
  const places = node('Range', [scalar(0), tokens, scalar(1)])
  const [row, column] = [0, 1].map((axis) => node('Unsqueeze', [places, ints(axis)]))
  const isPast = node('LessOrEqual', [row ?? '', column ?? ''])
  const causal = node('Where', [isPast, float(0), float(-1e9)])
  const mask = node('Unsqueeze', [node('Cast', ['attention_mask'], { to: 1 }), ints(2)])
  const embedded = node('Gather', [drawn(VOCABULARY, hidden), 'input_ids'])

  let x = node('Mul', [embedded, mask])
  for (let layer = 0; layer < layers; layer++) {
    const normed = norm(x)
    const split = (perm: readonly number[]) => {
      const projected = product(normed, hidden, hidden)
      const parted = node('Reshape', [projected, ints(0, 0, heads, hidden / heads)])
      return node('Transpose', [parted], { perm })
    }
    const query = split([0, 2, 1, 3])
    const key = split([0, 2, 3, 1])
    const value = split([0, 2, 1, 3])
    const scaled = node('Mul', [node('MatMul', [query, key]), float(1 / Math.sqrt(hidden / heads))])
    const shares = node('Softmax', [node('Add', [scaled, causal])], { axis: -1 })
    const mixed = node('Transpose', [node('MatMul', [shares, value])], { perm: [0, 2, 1, 3] })
    const joined = node('Reshape', [mixed, ints(0, 0, hidden)])
    x = node('Add', [x, product(joined, hidden, hidden)])
    const wide = node('Relu', [product(norm(x), hidden, 4 * hidden)])
    x = node('Add', [x, product(wide, 4 * hidden, hidden)])
  }
  const head = product(norm(x), hidden, width)
  nodes.push({ op: 'Identity', inputs: [head], output: 'output' })
  const dims = ['batch', 'tokens']
  return onnxBytes({
    nodes,
    weights,
    inputs: [
      { name: 'input_ids', type: 'int64', dims },
      { name: 'attention_mask', type: 'int64', dims },
    ],
    outputs: [{ name: 'output', type: 'float32', dims: [...dims, width] }],
  })
}
