import type { Device } from '../engine-options.ts'
import type { Answer, Capability, Engine, LabelRequest } from '../engine.ts'
import { EngineStopped } from '../engine-stopped.ts'
import { forward } from './forward.ts'
import type { ModelRecord } from './model-record.ts'
import type { OnnxModel } from './open-model.ts'

/** Padded tokens of a call. On a CPU more are slower, as they no longer fit in its caches (docs/speed.md). */
const TOKENS_PER_CALL = { wasm: 1024, cpu: 1024, webgpu: 8192, cuda: 16_384 } satisfies Record<
  Device,
  number
>

/** An exported model as an engine, one call at a time. */
export function onnxEngine(model: OnnxModel): Engine {
  const { record, runtime, session } = model
  const tokensPerCall = TOKENS_PER_CALL[runtime.device]
  return {
    capabilities: new Set([capabilityOf(record)]),
    limits: {
      tokensPerCall,
      requestsPerCall: 64,
      maxTokens: record.maxTokens,
      tokensInFlight: () => tokensPerCall,
    },
    describe: () => ({
      kind: 'onnx',
      version: runtime.version,
      dtype: record.dtype,
      device: runtime.device,
    }),
    async tokenVectors(batch) {
      const output = await forward(model, idsOf(batch))
      return batch.map(({ positions }, sequence): Answer => {
        return { status: 'ok', rows: positions.map((place) => output.row(sequence, place)) }
      })
    },
    async nextTokenScores(batch) {
      const output = await forward(model, idsOf(batch))
      return batch.map((request, sequence): Answer => {
        const rows = request.positions.map((place) =>
          logProbabilities(record, output.row(sequence, place), request),
        )
        return { status: 'ok', rows }
      })
    },
    async sequenceLogprobs(batch) {
      const output = await forward(model, batch)
      return batch.map((ids, sequence): Answer => {
        const row = ids.slice(1).map((_, index) => output.row(sequence, index + 1)[0] ?? Number.NaN)
        return { status: 'ok', rows: [row] }
      })
    },
    close: () => session.release(),
  }
}

function idsOf(batch: readonly { readonly ids: readonly number[] }[]) {
  return batch.map(({ ids }) => ids)
}

function capabilityOf({ output }: ModelRecord): Capability {
  switch (output) {
    case 'token_vectors':
      return 'token_vectors'
    case 'label_scores':
      return 'next_token_scores'
    case 'sequence_logprobs':
      return 'sequence_logprobs'
  }
}

/** Log-probabilities of the asked labels, among all tokens where the model tells, else among its labels. */
function logProbabilities(
  record: ModelRecord,
  row: readonly number[],
  { labels, over }: LabelRequest,
): readonly number[] {
  if (record.output !== 'label_scores')
    throw new EngineStopped('invalid', 'The model has no labels')
  if (over === 'vocabulary' && !record.vocabulary) {
    const message = 'The model was exported without its vocabulary, among which the adapter reads'
    throw new EngineStopped('invalid', message)
  }
  const own = row.slice(0, record.labels.length)
  const sum = record.vocabulary ? (row.at(-1) ?? Number.NaN) : logSum(own)
  return labels.map((label) => (own[record.labels.indexOf(label)] ?? Number.NaN) - sum)
}

/** The logarithm of the sum of powers, without overflow. */
function logSum(row: readonly number[]): number {
  const highest = Math.max(...row)
  return highest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - highest), 0))
}
