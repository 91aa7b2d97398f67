import { z } from 'zod'

export const DEVICES = ['wasm', 'cpu', 'webgpu', 'cuda'] as const
export type Device = (typeof DEVICES)[number]

/** Where an engine finds its model and how it computes; each backend says which of them it takes. */
export const EngineOptions = z.strictObject({
  /** Folder of an exported model. */
  modelDir: z.string().optional(),
  /** Folder of the model that an implicit PRM is compared with. */
  referenceDir: z.string().optional(),
  /** Folder of the model's tokenizer, where it is not that of the model. */
  tokenizer: z.string().optional(),
  device: z.enum(DEVICES).optional(),
  threads: z.int().positive().optional(),
})
export type EngineOptions = z.infer<typeof EngineOptions>
