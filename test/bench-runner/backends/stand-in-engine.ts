import type {
  Answer,
  Engine,
  LabelRequest,
  TokenRequest,
} from '../../../bench-runner/backends/engine.ts'
import { fitAdapter, type FittedAdapter } from '../../../bench-runner/adapters/compile.ts'
import { readFed, tokensOf } from '../adapters/fed-adapter.ts'
import { openTokenizer } from '../../../bench-runner/adapters/tokenizer.ts'
import { writeTinyTokenizer } from '../adapters/tiny-tokenizer.ts'
import { temporaryFolder } from '../stepmark.ts'

/** What one call of a stand-in engine held: of each request its tokens. */
export type SeenCall = readonly number[]

export interface StandIn {
  readonly engine: Engine
  readonly calls: SeenCall[]
  /** The most padded tokens that were under way at once. */
  readonly most: () => number
}

/** An engine whose answers are a formula of the token ids, and that notes how it was asked. */
export function standInEngine({
  width = 2,
  tokensPerCall = 200,
  requestsPerCall = 8,
  inFlight = 400,
  maxTokens,
  answer = (request) => ({ status: 'ok', rows: rowsOf(request, width) }),
  wait = async () => {},
}: {
  width?: number
  tokensPerCall?: number
  requestsPerCall?: number
  inFlight?: number
  maxTokens?: number
  answer?: (request: TokenRequest) => Answer
  wait?: (call: number) => Promise<void>
} = {}): StandIn {
  const calls: SeenCall[] = []
  let underWay = 0
  let most = 0
  const ask = async (batch: readonly TokenRequest[]) => {
    const lengths = batch.map(({ ids }) => ids.length)
    const padded = Math.max(...lengths) * lengths.length
    calls.push(lengths)
    underWay += padded
    most = Math.max(most, underWay)
    await wait(calls.length)
    underWay -= padded
    return batch.map(answer)
  }
  return {
    calls,
    most: () => most,
    engine: {
      capabilities: new Set(['token_vectors', 'next_token_scores'] as const),
      limits: { tokensPerCall, requestsPerCall, tokensInFlight: () => inFlight, maxTokens },
      describe: () => ({ kind: 'stand-in', version: '1' }),
      tokenVectors: ask,
      nextTokenScores: (batch: readonly LabelRequest[]) => ask(batch),
      close: async () => {},
    },
  }
}

function rowsOf({ ids, positions }: TokenRequest, width: number) {
  return positions.map((at) =>
    Array.from({ length: width }, (_, column) => ((at + ids.length) % 7) * column),
  )
}

/** An adapter file fitted to a tokenizer of single bytes. */
export async function fittedAdapter(name: string): Promise<FittedAdapter> {
  const chosen = await readFed(name)
  const folder = writeTinyTokenizer(temporaryFolder(), tokensOf(chosen.adapter))
  const opened = await openTokenizer(folder)
  if (opened.status === 'failed') throw new Error(opened.message)
  const fitted = fitAdapter(chosen.adapter, opened.tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  return fitted
}
