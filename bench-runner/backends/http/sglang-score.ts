import { z } from 'zod'
import type { Answer, Engine, LabelRequest } from '../engine.ts'
import type { FailedReply } from '../protocol.ts'
import { together } from './completions.ts'
import { Numbers } from './numbers.ts'
import type { ServedModel } from './open-model.ts'
import { runsOfPlaces } from './runs-of-places.ts'
import { askTogether, toldBy } from './told.ts'

const Scores = z.object({ scores: z.array(Numbers) })

/** Tokens of all items of one call. */
const TOKENS_PER_CALL = 65_536

/** Labels by SGLang’s score: what comes before the first place is the query, and each place an item. */
export function sglangScores(model: ServedModel): NonNullable<Engine['nextTokenScores']> {
  return (batch, signal) => {
    return Promise.all(batch.map(answer))

    async function answer(request: LabelRequest): Promise<Answer> {
      if (request.positions[0] === 0) {
        return { status: 'failed', reason: 'There is nothing before the first place' }
      }
      const costOf = (place: number, first: number) => place + 1 - first
      const rows: (readonly number[] | FailedReply)[] = []
      for (const run of runsOfPlaces(request.positions, { costOf, most: TOKENS_PER_CALL })) {
        rows.push(...(await rowsOf(request, run)))
      }
      return together(rows)
    }

    function rowsOf({ ids, labels, over, problem }: LabelRequest, run: readonly number[]) {
      const [first = 0] = run
      return askTogether<number, readonly number[]>(run, async (part) => {
        const body = {
          model: model.name,
          query: ids.slice(0, first),
          items: part.map((place) => ids.slice(first, place + 1)),
          label_token_ids: labels,
          apply_softmax: over === 'labels',
          item_first: false,
        }
        const call = { path: '/v1/score', body, tokens: ids.length, key: problem }
        return toldBy(await model.servers.ask(call, signal), {
          read: (json) => Scores.safeParse(json).data,
          tell: ({ scores }) => ({
            status: 'ok',
            replies: scores.map((row) => row.map((share) => Math.log(share ?? Number.NaN))),
          }),
        })
      })
    }
  }
}
