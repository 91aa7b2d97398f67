import { z } from 'zod'

export const DEVICES = ['wasm', 'cpu', 'webgpu', 'cuda'] as const
export type Device = (typeof DEVICES)[number]

/** Ways of asking a vLLM or SGLang server for labels; the newest one that it has, where none is named. */
export const ROUTES = [
  'generative_scoring',
  'completions',
  'prompt_logprobs',
  'generate',
  'score',
] as const
export type Route = (typeof ROUTES)[number]

const Address = z.url({ protocol: /^https?$/ })

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
  /** Servers of the one model. */
  baseUrls: z.array(Address).min(1).max(256).optional(),
  /** What they call it, where that is not its id. */
  servedModel: z.string().optional(),
  /** Servers of the model that an implicit PRM is compared with, and what they call it. */
  referenceUrls: z.array(Address).min(1).max(256).optional(),
  referenceModel: z.string().optional(),
  route: z.enum(ROUTES).optional(),
  /** The most tokens under way at each server. */
  tokensInFlight: z.int().positive().optional(),
  /** Seconds for one answer. */
  timeout: z.number().positive().optional(),
  /** Seconds without any answer before a run ends. */
  patience: z.number().positive().optional(),
  /** Name of the environment variable that holds the servers’ key. */
  apiKeyEnv: z.string().optional(),
})
export type EngineOptions = z.infer<typeof EngineOptions>
