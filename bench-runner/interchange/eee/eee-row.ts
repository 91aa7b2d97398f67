import { z } from 'zod'

const Attribution = z.object({
  turn_idx: z.int().nonnegative(),
  extracted_value: z.string(),
  extraction_method: z.string(),
  is_terminal: z.boolean(),
})

const Message = z.object({ turn_idx: z.int().nonnegative(), content: z.string().nullish() })

/** The fields of an instance row that are read. */
export const EeeRow = z.object({
  model_id: z.string(),
  sample_id: z.string(),
  sample_hash: z.string().nullish(),
  interaction_type: z.enum(['single_turn', 'multi_turn', 'agentic']),
  input: z.object({ raw: z.string(), reference: z.array(z.string()) }),
  output: z.object({ raw: z.array(z.string()) }).nullish(),
  messages: z.array(Message).nullish(),
  answer_attribution: z.array(Attribution),
  metadata: z.record(z.string(), z.string()).nullish(),
})
export type EeeRow = z.infer<typeof EeeRow>
