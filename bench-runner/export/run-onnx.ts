import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { forward } from '../backends/onnx/forward.ts'
import { openModel } from '../backends/onnx/open-model.ts'
import { openRuntime } from '../backends/onnx/runtime.ts'
import { reasonOf } from '../failure.ts'

/** Of each token of each sequence the numbers of an exported model, from one padded batch in WebAssembly. */
export async function runOnnx(
  folder: string,
  sequences: readonly (readonly number[])[],
): Promise<readonly (readonly (readonly number[])[])[]> {
  const runtime = await openRuntime('wasm', 1)
  if (runtime.status === 'failed') throw new Error(runtime.message)
  const model = await openModel(folder, runtime)
  if (model.status === 'failed') throw new Error(model.message)
  try {
    const output = await forward(model, sequences)
    return sequences.map((ids, sequence) => ids.map((_, place) => output.row(sequence, place)))
  } finally {
    await model.session.release()
  }
}

if (import.meta.main) {
  const Asked = z.object({ folder: z.string(), sequences: z.array(z.array(z.int())).min(1) })
  const { folder, sequences } = Asked.parse(await json(process.stdin))
  try {
    process.stdout.write(JSON.stringify(await runOnnx(folder, sequences)))
  } catch (error) {
    console.error(reasonOf(error))
    process.exitCode = 1
  }
}
