import { compilePasses, type FittedAdapter } from '../adapters/compile.ts'
import { readScore } from '../adapters/read-score.ts'
import type { Solution } from '../adapters/render-trajectory.ts'
import type { Engine, TokenRequest } from './engine.ts'
import type { Protocol, Round, Said } from './protocol.ts'
import { type Rows, tokenProtocol } from './token-protocol.ts'

/**
 * Asks of every step for one kind of error after another, at marks of one pass. The worst is the step's
 * score; where an adapter confirms, a step without a bad one is asked for again, and that is its score.
 */
export function aspectProtocol(
  fitted: FittedAdapter,
  engine: Engine,
): Protocol<TokenRequest, Rows> {
  const { read, aspects } = fitted.adapter.score
  const { names = [], confirm } = aspects ?? {}
  const confirming = confirm === undefined ? undefined : withLast(fitted, confirm)
  return {
    ...tokenProtocol(fitted, engine),
    asksAgain: confirming !== undefined,
    start(trajectory) {
      const compiled = compilePasses(fitted, trajectory)
      if (compiled.status === 'refused') return compiled
      const { problem } = trajectory
      return {
        status: 'asking',
        requests: compiled.passes.map(({ ids, positions }) => ({ ids, positions, problem })),
        next: (replies) => {
          const good = replies.map(({ rows }) => rows.map((row) => readScore(read, row)))
          const odd = good.findIndex(
            (step) => step.length !== names.length || !step.every(Number.isFinite),
          )
          if (odd !== -1) return failedAt(odd)
          return confirming ? confirmRound(good, trajectory, confirming) : said(good)
        },
      }
    },
  }

  /** `good`: of every step and aspect, the probability of the good label. */
  function said(good: readonly (readonly number[])[], confirmed = new Map<number, number>()): Said {
    const scores = good.map((step, index) => confirmed.get(index) ?? Math.min(...step))
    const channels = Object.fromEntries(
      names.map((name, aspect) => [name, good.map((step) => 1 - (step[aspect] ?? Number.NaN))]),
    )
    return { status: 'said', line: { scores, channels } }
  }

  /** Asks again of the steps of which no aspect is bad. */
  function confirmRound(
    good: readonly (readonly number[])[],
    { problem, steps }: Solution,
    again: FittedAdapter,
  ): Round<TokenRequest, Rows> | Said {
    const sound = good.flatMap((step, index) => (Math.min(...step) >= 0.5 ? [index] : []))
    if (sound.length === 0) return said(good)
    const compiled = compilePasses(again, { problem, steps })
    if (compiled.status === 'refused') {
      return { status: 'failed', reason: `${compiled.code}: ${compiled.message}` }
    }
    const requests = sound.flatMap((index) => {
      const pass = compiled.passes[index]
      return pass ? [{ ids: pass.ids, positions: pass.positions, problem }] : []
    })
    const next = (replies: readonly Rows[]): Said => {
      const scores = replies.map(({ rows }) => readScore(read, rows[0] ?? []))
      const odd = scores.findIndex((score) => !Number.isFinite(score))
      if (odd !== -1) return failedAt(sound[odd] ?? odd)
      return said(good, new Map(sound.map((step, index) => [step, scores[index] ?? Number.NaN])))
    }
    return { status: 'asking', requests, next }
  }
}

/** The adapter with one mark at the end of another text. */
function withLast(fitted: FittedAdapter, last: string): FittedAdapter {
  const { adapter } = fitted
  const { render, score } = adapter
  if (render.mode !== 'chat' || score.at.anchor !== 'mark') return fitted
  return {
    ...fitted,
    adapter: {
      ...adapter,
      render: { ...render, last },
      score: { ...score, at: { ...score.at, count: 1 } },
    },
  }
}

function failedAt(step: number): Said {
  return { status: 'failed', reason: `The model gives no finite number for step ${step + 1}` }
}
