import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-web'
import type { Issue } from '#schema/error.ts'
import { type Failed, failed, isMissing, reasonOf } from '../../failure.ts'
import { readBytes } from '../../read-bytes.ts'
import { readRecord } from '../../read-record.ts'
import { ModelRecord } from './model-record.ts'
import type { Runtime } from './runtime.ts'

/** An exported model, its graph checked against its record. */
export interface OnnxModel {
  readonly status: 'ok'
  readonly record: ModelRecord
  readonly session: InferenceSession
  readonly runtime: Runtime
  /** SHA-256 of the files with weights. */
  readonly weights: string
}

const INPUTS = ['input_ids', 'attention_mask'] as const
const GRAPH = 'model.onnx'
const DATA = 'model.onnx.data'

/** The most that WebAssembly holds of a model: 4 GiB of memory, less a quarter to compute in. */
const MAX_WASM_BYTES = 3 * 2 ** 30
/** The most that one protobuf message holds. */
const MAX_GRAPH_BYTES = 2 ** 31 - 1

/** Opens a folder with `model.json` and `model.onnx`; refused where the graph is not what is recorded. */
export async function openModel(folder: string, runtime: Runtime): Promise<OnnxModel | Failed> {
  const record = await readRecord(join(folder, 'model.json'), ModelRecord)
  if (record.status === 'failed') return record
  const files = await modelFiles(folder, runtime)
  if ('status' in files) return files
  try {
    const session = await createSession(files, runtime)
    const issues = issuesOf(session, record.value)
    if (issues.length > 0) {
      await session.release()
      return failed('invalid', `${join(folder, GRAPH)} is not as its model.json says`, issues)
    }
    return { status: 'ok', record: record.value, session, runtime, weights: await digestOf(files) }
  } catch (error) {
    return failed('invalid', `ONNX Runtime cannot open ${join(folder, GRAPH)}: ${reasonOf(error)}`)
  }
}

interface ModelFiles {
  readonly graph: string
  readonly data: string | undefined
}

/** The files with weights, where they are there and not too large. */
async function modelFiles(folder: string, { device }: Runtime): Promise<ModelFiles | Failed> {
  const graph = join(folder, GRAPH)
  const data = join(folder, DATA)
  const sizes = [await sizeOf(graph), await sizeOf(data)] as const
  if (sizes[0] === undefined) return failed('missing_file', `No such file: ${graph}`)
  if (sizes[0] > MAX_GRAPH_BYTES) {
    return failed('invalid', `${graph} has ${sizes[0]} bytes, more than one graph holds`)
  }
  const bytes = sizes[0] + (sizes[1] ?? 0)
  if (device === 'wasm' && bytes > MAX_WASM_BYTES) {
    const size = `${folder} holds ${(bytes / 1e9).toFixed(1)} GB of weights`
    return failed('invalid', `${size}, too much for --device wasm; install onnxruntime-node`)
  }
  return { graph, data: sizes[1] === undefined ? undefined : data }
}

async function createSession(
  { graph, data }: ModelFiles,
  { InferenceSession, device, sessionOptions }: Runtime,
): Promise<InferenceSession> {
  // onnxruntime-node finds external data by itself, beside the graph.
  if (device !== 'wasm') return InferenceSession.create(graph, sessionOptions)
  return InferenceSession.create(await readFile(graph), {
    ...sessionOptions,
    ...(data !== undefined && { externalData: [{ path: DATA, data: await readBytes(data) }] }),
  })
}

function issuesOf(session: InferenceSession, { width }: ModelRecord): readonly Issue[] {
  const issues: Issue[] = []
  for (const name of INPUTS) {
    const input = session.inputMetadata.find((one) => one.name === name)
    if (!input?.isTensor) issues.push({ field: name, message: 'The graph has no such input' })
    else if (input.type !== 'int64' || input.shape.length !== 2) {
      issues.push({ field: name, message: `int64 of rank 2 is fed, not ${described(input)}` })
    }
  }
  for (const { name } of session.inputMetadata) {
    if (INPUTS.some((known) => known === name)) continue
    issues.push({ field: name, message: 'Nothing is known to feed this input' })
  }
  const output = session.outputMetadata.find(({ name }) => name === 'output')
  if (!output?.isTensor) {
    issues.push({ field: 'output', message: 'The graph has no such output' })
    return issues
  }
  const last = output.shape.at(-1)
  const fits = typeof last !== 'number' || last === width
  if (output.type !== 'float32' || output.shape.length !== 3 || !fits) {
    const message = `float32 of rank 3 and width ${width} is read, not ${described(output)}`
    issues.push({ field: 'output', message })
  }
  return issues
}

function described({ type, shape }: InferenceSession.TensorValueMetadata): string {
  return `${type} [${shape.join(', ')}]`
}

/** SHA-256 of the graph; with data beside it, of both digests. */
async function digestOf({ graph, data }: ModelFiles): Promise<string> {
  const own = await fileDigest(graph)
  if (data === undefined) return own
  return createHash('sha256')
    .update(`${own}\n${await fileDigest(data)}`)
    .digest('hex')
}

async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
