import { failed } from '../../failure.ts'
import { adapterBackend } from '../adapter-backend.ts'

export const onnx = adapterBackend({
  id: 'onnx',
  description: 'Exported models in ONNX Runtime, from --model-dir',
  capabilities: ['token_vectors', 'next_token_scores', 'sequence_logprobs'],
  // ONNX Runtime is loaded only where it computes.
  openEngine: async ({ engine, fitted }) => {
    if (fitted.tokenizer === undefined) return failed('usage', 'onnx writes no texts')
    return (await import('./open-onnx.ts')).openOnnx(engine, fitted)
  },
})
