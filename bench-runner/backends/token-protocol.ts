import { compile, type FittedAdapter } from '../adapters/compile.ts'
import { readScore, widthOf } from '../adapters/read-score.ts'
import type { Answer, Engine, TokenRequest } from './engine.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { Protocol, Said } from './protocol.ts'

type Rows = Extract<Answer, { readonly status: 'ok' }>

/** One forward a trajectory, whose numbers at the scored places become the scores. */
export function tokenProtocol(fitted: FittedAdapter, engine: Engine): Protocol<TokenRequest, Rows> {
  const { adapter, labels } = fitted
  const { read } = adapter.score
  return {
    predictions: 'scores',
    asksAgain: false,
    start(trajectory) {
      const compiled = compile(fitted, trajectory)
      if (compiled.status === 'refused') return compiled
      const { ids, positions } = compiled
      return {
        status: 'asking',
        requests: [{ ids, positions, problem: trajectory.problem }],
        next: (replies) => scored(replies.flatMap(({ rows }) => rows)),
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

  function scored(rows: readonly (readonly number[])[]): Said {
    const odd = rows.find((row) => row.length !== widthOf(read))
    if (odd) {
      const message = `The model gives ${odd.length} numbers at a place, the adapter reads ${widthOf(read)}`
      throw new EngineStopped('invalid', `${message}: is it one of the adapter’s models?`)
    }
    const scores = rows.map((row) => readScore(read, row))
    const wrong = scores.findIndex((score) => !Number.isFinite(score))
    if (wrong === -1) return { status: 'said', line: { scores } }
    return { status: 'failed', reason: `The model gives no finite number for step ${wrong + 1}` }
  }
}
