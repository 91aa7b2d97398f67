import { setImmediate } from 'node:timers/promises'
import type { Tensor } from 'onnxruntime-web'
import { reasonOf } from '../../failure.ts'
import { EngineStopped } from '../engine-stopped.ts'
import type { OnnxModel } from './open-model.ts'

/** The output of one call: of each sequence a row of numbers at each place. */
export interface Output {
  row(sequence: number, place: number): readonly number[]
}

/** Feeds sequences of token ids together, padded on the right to the longest. */
export async function forward(
  model: OnnxModel,
  sequences: readonly (readonly number[])[],
): Promise<Output> {
  const { record, session, runtime } = model
  const longest = Math.max(...sequences.map((ids) => ids.length))
  const size = [sequences.length, longest]
  const ids = new BigInt64Array(sequences.length * longest)
  const mask = new BigInt64Array(ids.length)
  for (const [sequence, own] of sequences.entries()) {
    const start = sequence * longest
    for (const [place, id] of own.entries()) ids[start + place] = BigInt(id)
    mask.fill(1n, start, start + own.length)
  }
  const feeds = {
    input_ids: new runtime.Tensor('int64', ids, size),
    attention_mask: new runtime.Tensor('int64', mask, size),
  }
  const output = await run()
  const { width } = record
  if (output?.dims.join() !== [...size, width].join() || !(output.data instanceof Float32Array)) {
    const wanted = `float32 [${[...size, width].join(', ')}]`
    const found = `${output?.type} [${output?.dims.join(', ')}]`
    throw new EngineStopped('invalid', `The model answers ${found}, not ${wanted}`)
  }
  const { data } = output
  // WebAssembly computes without the event loop, which signals and timers need.
  await setImmediate()
  return {
    row: (sequence, place) => {
      const start = (sequence * longest + place) * width
      return Array.from(data.subarray(start, start + width))
    },
  }

  async function run(): Promise<Tensor | undefined> {
    try {
      return (await session.run(feeds))['output']
    } catch (error) {
      const what = `${sequences.length} × ${longest} tokens`
      throw new EngineStopped('invalid', `ONNX Runtime failed on ${what}: ${reasonOf(error)}`)
    }
  }
}
