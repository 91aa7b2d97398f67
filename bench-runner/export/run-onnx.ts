import { createReadStream, existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { env, InferenceSession, Tensor } from 'onnxruntime-web'
import { z } from 'zod'

const DATA_FILE = 'model.onnx.data'

/** Of each token of each sequence the model's numbers, from one batch padded on the right. */
export async function runOnnx(
  folder: string,
  sequences: readonly (readonly number[])[],
): Promise<number[][][]> {
  env.wasm.numThreads = 1
  const session = await openSession(folder)
  try {
    const { output } = await session.run(padded(sequences))
    if (output?.type !== 'float32') throw new Error('The model has no float32 output of that name')
    const numbers = Array.from(output.data as Float32Array)
    const [, tokens = 0, width = 0] = output.dims
    return sequences.map((ids, place) =>
      ids.map((_, token) => {
        const start = (place * tokens + token) * width
        return numbers.slice(start, start + width)
      }),
    )
  } finally {
    await session.release()
  }
}

async function openSession(folder: string): Promise<InferenceSession> {
  const data = join(folder, DATA_FILE)
  const externalData = existsSync(data) ? [{ path: DATA_FILE, data: await readBytes(data) }] : []
  return InferenceSession.create(await readFile(join(folder, 'model.onnx')), { externalData })
}

/** The whole file; readFile ends at 2 GiB. */
async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array((await stat(path)).size)
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 24 })) {
    bytes.set(chunk, read)
    read += chunk.length
  }
  return bytes
}

function padded(sequences: readonly (readonly number[])[]): Record<string, Tensor> {
  const tokens = Math.max(...sequences.map(({ length }) => length))
  const shape = [sequences.length, tokens]
  const filled = (value: (id: number) => number) =>
    BigInt64Array.from(
      sequences.flatMap((ids) =>
        Array.from({ length: tokens }, (_, place) =>
          BigInt(ids[place] === undefined ? 0 : value(ids[place])),
        ),
      ),
    )
  return {
    input_ids: new Tensor(
      'int64',
      filled((id) => id),
      shape,
    ),
    attention_mask: new Tensor(
      'int64',
      filled(() => 1),
      shape,
    ),
  }
}

if (import.meta.main) {
  const Asked = z.object({ folder: z.string(), sequences: z.array(z.array(z.int())).min(1) })
  const { folder, sequences } = Asked.parse(await json(process.stdin))
  try {
    process.stdout.write(JSON.stringify(await runOnnx(folder, sequences)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
