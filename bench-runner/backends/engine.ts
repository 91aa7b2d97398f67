import type { RunManifest } from '#schema/manifest.ts'

/** What an engine can tell of tokens it is fed; an adapter needs one of these. */
export const CAPABILITIES = [
  /** The numbers of the model's own head at given places. */
  'token_vectors',
  /** Log-probabilities of given labels as the token after given places. */
  'next_token_scores',
  /** The log-probability of every token after those before it. */
  'sequence_logprobs',
  /** Text that follows a prompt. */
  'generate',
] as const
export type Capability = (typeof CAPABILITIES)[number]

/** A trajectory as it is fed: token ids, and the ascending 0-based places whose output is read. */
export interface TokenRequest {
  readonly ids: readonly number[]
  readonly positions: readonly number[]
  /** Requests of one problem share their first tokens: a server that keeps those is asked for all of them. */
  readonly problem?: string | undefined
}

export interface LabelRequest extends TokenRequest {
  /** Token ids of the labels, in the adapter's order. */
  readonly labels: readonly number[]
  /** Whether the scores must be normalised over all tokens, or may be over the labels alone. */
  readonly over: 'labels' | 'vocabulary'
}

/**
 * Of one request: the numbers at each place, or why there are none. The reason of one that is longer than
 * the model takes starts with `too_long: `.
 */
export type Answer =
  | { readonly status: 'ok'; readonly rows: readonly (readonly number[])[] }
  | { readonly status: 'failed'; readonly reason: string }

export interface TextRequest {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly samples: number
  readonly maxTokens: number
  readonly temperature: number
  readonly topP?: number | undefined
  readonly seed: number
  readonly stop?: readonly string[] | undefined
}

export type TextAnswer =
  | { readonly status: 'ok'; readonly texts: readonly string[]; readonly tokens: number }
  | { readonly status: 'failed'; readonly reason: string }

/** How much an engine takes at once. */
export interface EngineLimits {
  /** The most padded tokens (requests × the longest) of one call. */
  readonly tokensPerCall: number
  readonly requestsPerCall: number
  /**
   * Whether calls keep the order of the requests, for an engine that pads nothing and finds again the
   * first tokens that neighbours share. Tokens are then those of the requests alone.
   */
  readonly keepsOrder?: boolean | undefined
  /** The most tokens of one request, where that is known; a longer one is not sent. */
  readonly maxTokens?: number | undefined
  /** Tokens that may be under way at the moment, over all calls; it may change as a server slows. */
  tokensInFlight(): number
}

/**
 * A model behind an engine that is fed tokens. Answers come one a request, in order. A request that the
 * engine refuses is a failed answer; an engine that cannot go on throws. Methods are there as its
 * capabilities say. Vectors are raw: neither softmax nor sigmoid was applied.
 */
export interface Engine {
  readonly capabilities: ReadonlySet<Capability>
  readonly limits: EngineLimits
  describe(): RunManifest['backend']
  /** One row a place, as wide as the head. */
  tokenVectors?(batch: readonly TokenRequest[], signal: AbortSignal): Promise<readonly Answer[]>
  /** One row a place: a natural log-probability a label. */
  nextTokenScores?(batch: readonly LabelRequest[], signal: AbortSignal): Promise<readonly Answer[]>
  /** One row: at i - 1 the natural log-probability of ids[i] after those before it, from i = 1 on. */
  sequenceLogprobs?(
    batch: readonly (readonly number[])[],
    signal: AbortSignal,
  ): Promise<readonly Answer[]>
  generate?(batch: readonly TextRequest[], signal: AbortSignal): Promise<readonly TextAnswer[]>
  close(): Promise<void>
}
