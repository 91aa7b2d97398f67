import { compilePasses, type FittedAdapter } from '../adapters/compile.ts'
import type { Answer, Engine, TokenRequest } from './engine.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { Protocol } from './protocol.ts'
import { saidOfRows } from './said-of-rows.ts'

export type Rows = Extract<Answer, { readonly status: 'ok' }>

/** The numbers at the scored places become the scores: of one forward a trajectory, or one a step. */
export function tokenProtocol(fitted: FittedAdapter, engine: Engine): Protocol<TokenRequest, Rows> {
  const { adapter, labels } = fitted
  const { read } = adapter.score
  return {
    predictions: 'scores',
    asksAgain: false,
    start(trajectory) {
      const compiled = compilePasses(fitted, trajectory)
      if (compiled.status === 'refused') return compiled
      const { problem } = trajectory
      return {
        status: 'asking',
        requests: compiled.passes.map(({ ids, positions }) => ({ ids, positions, problem })),
        next: (replies) =>
          saidOfRows(
            adapter.score,
            replies.flatMap(({ rows }) => rows),
          ),
      }
    },
    tokensOf: ({ ids }) => ids.length,
    spentOn: ({ ids }) => ids.length,
    ask(requests, signal) {
      if (adapter.needs === 'token_vectors' && engine.tokenVectors) {
        return engine.tokenVectors(requests, signal)
      }
      if (adapter.needs === 'next_token_scores' && engine.nextTokenScores) {
        const over = read.fn === 'vocabulary_probability' ? 'vocabulary' : 'labels'
        const asked = requests.map((request) => ({ ...request, labels, over }) as const)
        return engine.nextTokenScores(asked, signal)
      }
      throw new EngineStopped('usage', `The engine gives no ${adapter.needs}`)
    },
  }
}
