/** The messages of an ONNX file (onnx.proto of ONNX 1.16), as far as a small graph needs them. */

type Part = Uint8Array

export interface Node {
  readonly op: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly ints?: Readonly<Record<string, number | readonly number[]>>
}

export interface Weight {
  readonly name: string
  readonly dims: readonly number[]
  readonly values: Float32Array | BigInt64Array
}

/** A tensor that goes in or out; a dimension is a size or the name of one that varies. */
export interface Value {
  readonly name: string
  readonly type: 'float32' | 'int64'
  readonly dims: readonly (number | string)[]
}

const TYPES = { float32: 1, int64: 7 } as const
const OPSET = 17
const IR_VERSION = 8

export function onnxBytes(graph: {
  readonly nodes: readonly Node[]
  readonly weights: readonly Weight[]
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
}): Uint8Array {
  const content = [
    ...graph.nodes.map((node) => message(1, nodeOf(node))),
    text(2, 'toy'),
    ...graph.weights.map((weight) => message(5, tensorOf(weight))),
    ...graph.inputs.map((value) => message(11, valueOf(value))),
    ...graph.outputs.map((value) => message(12, valueOf(value))),
  ]
  return Buffer.concat([
    int(1, IR_VERSION),
    message(7, content),
    message(8, [text(1, ''), int(2, OPSET)]),
  ])
}

function nodeOf({ op, inputs, output, ints = {} }: Node): Part[] {
  return [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, op),
    ...Object.entries(ints).map(([name, value]) => message(5, attributeOf(name, value))),
  ]
}

function attributeOf(name: string, value: number | readonly number[]): Part[] {
  return typeof value === 'number'
    ? [text(1, name), int(3, value), int(20, 2)]
    : [text(1, name), ...value.map((one) => int(8, one)), int(20, 7)]
}

function tensorOf({ name, dims, values }: Weight): Part[] {
  const type = values instanceof Float32Array ? TYPES.float32 : TYPES.int64
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return [...dims.map((size) => int(1, size)), int(2, type), text(8, name), bytes(9, raw)]
}

function valueOf({ name, type, dims }: Value): Part[] {
  const shape = dims.map((size) =>
    message(1, [typeof size === 'number' ? int(1, size) : text(2, size)]),
  )
  return [text(1, name), message(2, [message(1, [int(1, TYPES[type]), message(2, shape)])])]
}

function message(field: number, parts: readonly Part[]): Part {
  return bytes(field, Buffer.concat(parts))
}

function text(field: number, value: string): Part {
  return bytes(field, Buffer.from(value))
}

function bytes(field: number, value: Uint8Array): Part {
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value])
}

function int(field: number, value: number): Part {
  return Buffer.concat([varint(field * 8), varint(value)])
}

/** Seven bits a byte, the lowest first (protobuf's base 128). Negative numbers take ten bytes. */
function varint(value: number): Part {
  const digits: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest >= 128n; rest >>= 7n) digits.push(Number(rest & 127n) | 128)
  digits.push(Number(rest))
  return Uint8Array.from(digits)
}
