import type { RunManifest } from '#schema/manifest.ts'
import { askEngine, TOO_LONG } from './ask-engine.ts'
import type { EngineLimits } from './engine.ts'
import type { Protocol } from './protocol.ts'
import type { Judgement, StepScorer } from './step-scorer.ts'

/**
 * A scorer that asks an engine in the way of an adapter. A trajectory that cannot be fed, or that the
 * engine refuses, is a failed judgement; a longer one than the model takes is never cut.
 */
export function adapterScorer<Request, Reply extends { readonly status: 'ok' }>(
  protocol: Protocol<Request, Reply>,
  parts: {
    readonly backend: () => RunManifest['backend']
    readonly adapter: RunManifest['adapter']
    readonly limits: EngineLimits
    readonly close: () => Promise<void>
    /** Of what is drawn at random. */
    readonly seed?: number
  },
): StepScorer {
  let tokens = 0
  let tooLong = 0
  return {
    predictions: protocol.predictions,
    describe: () => ({
      backend: parts.backend(),
      ...(parts.adapter && { adapter: parts.adapter }),
      ...(parts.seed !== undefined && { seed: parts.seed }),
      truncation: { policy: 'error', count: tooLong },
    }),
    takesWholeRun: true,
    tokens: () => tokens,
    close: parts.close,
    async *score(trajectories, signal, isScored = () => false) {
      const judged: Judgement[] = []
      const left = new AbortController()
      let news = Promise.withResolvers<void>()
      let isOver = false
      const asking = askEngine(protocol, trajectories, {
        limits: parts.limits,
        isScored,
        signal: AbortSignal.any([signal, left.signal]),
        spend: (count) => (tokens += count),
        tell: (judgement) => {
          if (judgement.status === 'failed' && judgement.reason.startsWith(TOO_LONG)) tooLong += 1
          judged.push(judgement)
          news.resolve()
        },
      }).finally(() => {
        isOver = true
        news.resolve()
      })
      // It is awaited below; an error before that is no unhandled one.
      asking.catch(() => {})
      try {
        while (!isOver) {
          await news.promise
          news = Promise.withResolvers()
          yield* judged.splice(0)
        }
        yield* judged.splice(0)
        if (!signal.aborted) await asking
      } finally {
        left.abort()
        await asking.catch(() => {})
      }
    },
  }
}
