import type { FittedAdapter } from '../../adapters/compile.ts'
import { widthOf } from '../../adapters/read-score.ts'
import { sha256Of } from '../../benchmarks/pinned-file.ts'
import { type Failed, failed } from '../../failure.ts'
import type { OpenedEngine } from '../adapter-backend.ts'
import type { EngineOptions } from '../engine-options.ts'
import { onnxEngine } from './onnx-engine.ts'
import { openModel, type OnnxModel } from './open-model.ts'
import { openRuntime } from './runtime.ts'

/** Opens a folder's model for what an adapter reads of it. */
export async function openOnnx(
  { modelDir, referenceDir, device, threads }: EngineOptions,
  fitted: FittedAdapter,
): Promise<OpenedEngine | Failed> {
  if (modelDir === undefined) return failed('usage', 'onnx needs --model-dir DIR')
  const runtime = await openRuntime(device, threads)
  if (runtime.status === 'failed') return runtime
  const model = await openModel(modelDir, runtime)
  if (model.status === 'failed') return model
  const misfit = misfitOf(model, fitted)
  if (misfit !== undefined) {
    await model.session.release()
    return failed('invalid', misfit)
  }
  const opened = { status: 'ok', engine: onnxEngine(model), weights: model.weights } as const
  if (referenceDir === undefined) return opened
  const reference = await openModel(referenceDir, runtime)
  if (reference.status === 'failed') {
    await model.session.release()
    return reference
  }
  const weights = sha256Of(`${model.weights}\n${reference.weights}`)
  return { ...opened, reference: onnxEngine(reference), weights }
}

/** Why a model is not one that an adapter reads, if so. */
function misfitOf({ record }: OnnxModel, { adapter, labels }: FittedAdapter): string | undefined {
  const { read } = adapter.score
  switch (record.output) {
    case 'token_vectors': {
      if (adapter.needs !== 'token_vectors' || record.width === widthOf(read)) return undefined
      return `The model gives ${record.width} numbers a token; ${adapter.id} reads ${widthOf(read)}`
    }
    case 'label_scores': {
      if (adapter.needs !== 'next_token_scores') return undefined
      if (read.fn === 'vocabulary_probability' && !record.vocabulary) {
        return `${adapter.id} reads among all tokens; export the model with its vocabulary`
      }
      const missing = labels.filter((label) => !record.labels.includes(label))
      if (missing.length === 0) return undefined
      return `The model was exported without the labels ${missing.join(', ')} of ${adapter.id}`
    }
    case 'sequence_logprobs':
      return undefined
  }
}
