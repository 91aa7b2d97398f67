import { compile, type FittedAdapter } from '../adapters/compile.ts'
import type { Answer, Engine } from './engine.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { FailedReply, Protocol } from './protocol.ts'
import { saidOfRows } from './said-of-rows.ts'

interface Request {
  readonly ids: readonly number[]
}

interface Reply {
  readonly status: 'ok'
  /** Of each id from the second on, its log-probability less that of the reference model. */
  readonly ratios: readonly number[]
}

/**
 * An implicit PRM: the sum of the answer's log-ratios up to each place is its score (Yuan et al. 2024,
 * equation 4). Both models are asked in the same batches.
 */
export function logRatioProtocol(
  fitted: FittedAdapter,
  { engine, reference }: { readonly engine: Engine; readonly reference: Engine },
): Protocol<Request, Reply> {
  return {
    predictions: 'scores',
    asksAgain: false,
    start(trajectory) {
      const compiled = compile(fitted, trajectory)
      if (compiled.status === 'refused') return compiled
      const { ids, positions, start = 1 } = compiled
      return {
        status: 'asking',
        requests: [{ ids }],
        next: ([reply]) => {
          const sums = sumsAt(positions, start, reply?.ratios ?? [])
          return saidOfRows(
            fitted.adapter.score,
            sums.map((sum) => [sum]),
          )
        },
      }
    },
    tokensOf: ({ ids }) => ids.length,
    spentOn: ({ ids }) => 2 * ids.length,
    async ask(requests, signal) {
      const batch = requests.map(({ ids }) => ids)
      const [own, others] = await Promise.all(
        [engine, reference].map(
          (one) => one.sequenceLogprobs?.(batch, signal) ?? Promise.reject(noLogprobs()),
        ),
      )
      return requests.map((_, index) => ratiosOf(own?.[index], others?.[index]))
    },
  }
}

/** At each place the sum of the ratios of the ids from `start` up to it. */
function sumsAt(
  positions: readonly number[],
  start: number,
  ratios: readonly number[],
): readonly number[] {
  return positions.map((place) =>
    ratios.slice(start - 1, place).reduce((sum, ratio) => sum + ratio, 0),
  )
}

function ratiosOf(own: Answer | undefined, other: Answer | undefined): Reply | FailedReply {
  if (own?.status === 'failed') return own
  if (other?.status === 'failed') return other
  const [row = []] = own?.rows ?? []
  const [against = []] = other?.rows ?? []
  return {
    status: 'ok',
    ratios: row.map((value, index) => value - (against[index] ?? Number.NaN)),
  }
}

function noLogprobs(): EngineStopped {
  return new EngineStopped('usage', 'The engine gives no log-probabilities of sequences')
}
