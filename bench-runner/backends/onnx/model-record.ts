import { z } from 'zod'
import { Sha256 } from '#schema/sha256.ts'

const base = {
  schema: z.literal('stepmark.onnx/1'),
  /** Numbers of each token. */
  width: z.int().min(1).max(4096),
  maxTokens: z.int().positive().max(10_000_000),
  dtype: z.enum(['float32', 'float16', 'int8']),
  source: z.strictObject({
    model: z.string().max(200),
    revision: z.string().max(200).optional(),
    weights: Sha256,
  }),
  exporter: z.string().max(50),
}

/** What `model.json` says of the `model.onnx` beside it. */
export const ModelRecord = z
  .discriminatedUnion('output', [
    /** The raw numbers of the model's own head. */
    z.strictObject({ ...base, output: z.literal('token_vectors') }),
    /** Logits of the labels; with `vocabulary`, then the logarithm of the sum over all tokens' powers. */
    z.strictObject({
      ...base,
      output: z.literal('label_scores'),
      labels: z.array(z.int().nonnegative()).min(1).max(4096),
      vocabulary: z.literal(true).optional(),
    }),
    /** The log-probability of each token after those before it, 0 of the first. */
    z.strictObject({ ...base, output: z.literal('sequence_logprobs'), width: z.literal(1) }),
  ])
  .superRefine((record, context) => {
    if (record.output !== 'label_scores') return
    const columns = record.labels.length + (record.vocabulary ? 1 : 0)
    if (record.width === columns) return
    const message = `${columns} columns for the labels and the vocabulary, but a width of ${record.width}`
    context.addIssue({ code: 'custom', path: ['width'], message })
  })
export type ModelRecord = z.infer<typeof ModelRecord>
