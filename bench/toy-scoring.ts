import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trajectory } from '#schema/item.ts'
import { compile, fitAdapter, type FittedAdapter } from '../bench-runner/adapters/compile.ts'
import { readAdapter } from '../bench-runner/adapters/read-adapter.ts'
import { openTokenizer } from '../bench-runner/adapters/tokenizer.ts'
import { type OnnxModel, openModel } from '../bench-runner/backends/onnx/open-model.ts'
import { openRuntime } from '../bench-runner/backends/onnx/runtime.ts'
import { type ToySize, writeToyModel } from './toy-model.ts'

const ADAPTER = {
  schema: 'stepmark.adapter/1',
  id: 'toy',
  version: '1',
  status: 'complete',
  models: ['stepmark/toy'],
  needs: 'token_vectors',
  sources: ['bench'],
  tokens: { '<extra_0>': [261] },
  render: { mode: 'raw', bos: 'none', before: '{problem}\n', step: '{step}<extra_0>' },
  score: {
    at: { anchor: 'token', token: '<extra_0>' },
    read: { fn: 'softmax_classes', classes: 2, good: 1 },
  },
}

export interface Toy {
  readonly model: OnnxModel
  readonly fitted: FittedAdapter
}

/** A decoder with random weights in ONNX Runtime, and an adapter that fits it. */
export async function openToy(
  folder: string,
  size: Omit<ToySize, 'width'>,
  threads: number,
): Promise<Toy> {
  writeToyModel(folder, { ...size, width: 2 })
  const file = join(folder, 'toy.yaml')
  writeFileSync(file, JSON.stringify(ADAPTER))
  const [chosen, opened, runtime] = await Promise.all([
    readAdapter(file),
    openTokenizer(folder),
    openRuntime(undefined, threads),
  ])
  if (chosen.status === 'failed') throw new Error(chosen.message)
  if (opened.status === 'failed') throw new Error(opened.message)
  if (runtime.status === 'failed') throw new Error(runtime.message)
  if (chosen.adapter.needs === 'generate') throw new Error('A toy writes no texts')
  const fitted = fitAdapter(chosen.adapter, opened.tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  const model = await openModel(folder, runtime)
  if (model.status === 'failed') throw new Error(model.message)
  return { model, fitted }
}

export function idsOf({ fitted }: Toy, trajectory: Trajectory): readonly number[] {
  const compiled = compile(fitted, trajectory)
  if (compiled.status === 'refused') throw new Error(compiled.message)
  return compiled.ids
}

/** One run of the session as a script would write it: ids padded to the longest, nothing read. */
export async function bareForward(
  { model: { session, runtime } }: Toy,
  batch: readonly (readonly number[])[],
): Promise<void> {
  const longest = Math.max(...batch.map((ids) => ids.length))
  const ids = new BigInt64Array(batch.length * longest)
  const mask = new BigInt64Array(batch.length * longest)
  for (const [row, own] of batch.entries()) {
    for (const [place, id] of own.entries()) {
      ids[row * longest + place] = BigInt(id)
      mask[row * longest + place] = 1n
    }
  }
  const size = [batch.length, longest]
  await session.run({
    input_ids: new runtime.Tensor('int64', ids, size),
    attention_mask: new runtime.Tensor('int64', mask, size),
  })
}
