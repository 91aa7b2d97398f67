import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-web'
import { z } from 'zod'

const Record = z.object({
  output: z.enum(['token_vectors', 'label_scores', 'sequence_logprobs']),
  labels: z.array(z.int()).default([]),
  maxTokens: z.int(),
  source: z.object({ model: z.string() }),
})

/** One of the small models under test/models/, asked one sequence at a time. */
export interface TinyModel {
  readonly name: string
  readonly output: z.infer<typeof Record>['output']
  readonly labels: readonly number[]
  readonly maxTokens: number
  /** Of every token the model's numbers. */
  rows(ids: readonly number[]): Promise<readonly (readonly number[])[]>
}

export async function openTinyModel(folder: string): Promise<TinyModel> {
  const record = Record.parse(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')))
  const session = await InferenceSession.create(await readFile(join(folder, 'model.onnx')))
  let last: Promise<unknown> = Promise.resolve()
  return {
    name: record.source.model,
    output: record.output,
    labels: record.labels,
    maxTokens: record.maxTokens,
    rows(ids) {
      // A session runs one sequence at a time.
      const next = last.then(() => run(session, ids))
      last = next.catch(() => {})
      return next
    },
  }
}

async function run(session: InferenceSession, ids: readonly number[]) {
  const shape = [1, ids.length]
  const { output } = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: new Tensor(
      'int64',
      BigInt64Array.from(ids, () => 1n),
      shape,
    ),
  })
  if (output?.type !== 'float32') throw new Error('The model gives no float32')
  const numbers = Array.from(output.data as Float32Array)
  const width = numbers.length / ids.length
  return ids.map((_, token) => numbers.slice(token * width, (token + 1) * width))
}
