import { z } from 'zod'
import type { Answer, Engine, LabelRequest } from '../engine.ts'
import { byIndex } from './numbers.ts'
import type { FailedReply } from '../protocol.ts'
import type { ServedModel } from './open-model.ts'
import { together } from './completions.ts'
import { runsOfPlaces } from './runs-of-places.ts'
import { askTogether, toldBy } from './told.ts'

const Scored = z.object({
  data: z.array(z.object({ index: z.int(), score: z.number().nullable() })),
})

export const SCORING_PATH = '/generative_scoring'

/** Tokens of all items of one call. */
const TOKENS_PER_CALL = 65_536

/**
 * Labels by vLLM’s generative scoring: what comes before the first place is the query, and each place an
 * item. A call tells the probability of its first label, so there is one for each, or one for a pair.
 */
export function scoredLabels(model: ServedModel): NonNullable<Engine['nextTokenScores']> {
  return (batch, signal) => {
    return Promise.all(batch.map(answer))

    async function answer(request: LabelRequest): Promise<Answer> {
      const { positions, labels, over } = request
      if (positions[0] === 0) {
        return { status: 'failed', reason: 'There is nothing before the first place' }
      }
      const isPair = labels.length === 2 && over === 'labels'
      const asked = isPair ? labels.slice(0, 1) : labels
      const columns = await Promise.all(asked.map((label) => probabilities(request, label)))
      const rows = positions.map((_, index) => {
        const shares: number[] = []
        for (const column of columns) {
          const share = column[index] ?? Number.NaN
          if (typeof share !== 'number') return share
          shares.push(share)
        }
        return (isPair ? [...shares, 1 - (shares[0] ?? Number.NaN)] : shares).map(Math.log)
      })
      return together(rows)
    }

    /** Of one label, at each place. */
    async function probabilities(request: LabelRequest, label: number) {
      const costOf = (place: number, first: number) => place + 1 - first
      const runs = runsOfPlaces(request.positions, { costOf, most: TOKENS_PER_CALL })
      const shares: (number | FailedReply)[] = []
      // One after the other, so that each finds what the one before left in the server’s cache.
      for (const run of runs) shares.push(...(await sharesOf(request, { run, label })))
      return shares
    }

    function sharesOf(
      { ids, labels, over, problem }: LabelRequest,
      { run, label }: { run: readonly number[]; label: number },
    ) {
      const [first = 0] = run
      return askTogether<number, number>(run, async (part) => {
        const body = {
          model: model.name,
          query: ids.slice(0, first),
          items: part.map((place) => ids.slice(first, place + 1)),
          label_token_ids: [label, ...labels.filter((other) => other !== label)],
          apply_softmax: over === 'labels',
          add_special_tokens: false,
        }
        const call = { path: SCORING_PATH, body, tokens: ids.length, key: problem }
        return toldBy(await model.servers.ask(call, signal), {
          read: (json) => Scored.safeParse(json).data,
          tell: ({ data }) => ({
            status: 'ok',
            replies: byIndex(data).map(({ score }) => score ?? Number.NaN),
          }),
        })
      })
    }
  }
}
