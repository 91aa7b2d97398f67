import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { onnxEngine } from '../../../../bench-runner/backends/onnx/onnx-engine.ts'
import { openModel } from '../../../../bench-runner/backends/onnx/open-model.ts'
import { openRuntime } from '../../../../bench-runner/backends/onnx/runtime.ts'

const Torch = z.object({
  sequences: z.array(
    z.object({ ids: z.array(z.number()), output: z.array(z.array(z.number())).min(1) }),
  ),
})

export function folderOf(name: string): string {
  return `test/models/${name}`
}

/** Sequences of token ids, and of each token the numbers that PyTorch computed. */
export function torchOutputs(name: string) {
  return Torch.parse(JSON.parse(readFileSync(`${folderOf(name)}/torch.json`, 'utf8'))).sequences
}

export async function openTiny(name: string) {
  const runtime = await openRuntime('wasm')
  if (runtime.status === 'failed') throw new Error(runtime.message)
  const model = await openModel(folderOf(name), runtime)
  if (model.status === 'failed') throw new Error(model.message)
  return { model, engine: onnxEngine(model) }
}
