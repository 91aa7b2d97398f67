import { z } from 'zod'
import type { Answer, Engine, LabelRequest } from '../engine.ts'
import type { FailedReply } from '../protocol.ts'
import { byIndex } from './numbers.ts'
import type { ServedModel } from './open-model.ts'
import { runsOfPlaces } from './runs-of-places.ts'
import { askTogether, toldBy } from './told.ts'

/** The most likely tokens that a server tells; its own limit unless it was started with another. */
const MOST = 20

/** Tokens of all prompts of one call. */
const TOKENS_PER_CALL = 262_144

const PATH = '/v1/completions'

const Logprob = z.number().nullable()
const Entry = z.record(z.string(), z.object({ logprob: Logprob })).nullable()
const Choices = z.object({
  choices: z.array(
    z.object({
      index: z.int(),
      prompt_logprobs: z.array(Entry).nullish(),
      logprobs: z.object({ top_logprobs: z.array(z.record(z.string(), Logprob)) }).nullish(),
    }),
  ),
})
type Choice = z.infer<typeof Choices>['choices'][number]

const BARE = { max_tokens: 1, temperature: 0, add_special_tokens: false }

/** Labels as the next token after each prefix: a prompt a place, of which servers keep what they share. */
export function completedLabels(model: ServedModel): NonNullable<Engine['nextTokenScores']> {
  return (batch, signal) => {
    return Promise.all(batch.map((request) => answer(request)))

    async function answer(request: LabelRequest): Promise<Answer> {
      const { positions } = request
      const runs = runsOfPlaces(positions, { costOf: (place) => place + 1, most: TOKENS_PER_CALL })
      const rows: (readonly number[] | FailedReply)[] = []
      // One after the other, so that each finds what the one before left in the server’s cache.
      for (const run of runs) rows.push(...(await rowsOf(request, run)))
      return together(rows)
    }

    function rowsOf({ ids, labels, problem }: LabelRequest, places: readonly number[]) {
      return askTogether<number, readonly number[]>(places, async (part) => {
        const body = {
          model: model.name,
          ...BARE,
          prompt: part.map((place) => ids.slice(0, place + 1)),
          logprobs: Math.max(MOST, labels.length),
          // Newer servers tell of just these; older ones take no notice.
          logprob_token_ids: labels,
          return_tokens_as_token_ids: true,
        }
        const call = { path: PATH, body, tokens: ids.length, key: problem }
        return toldBy(await model.servers.ask(call, signal), {
          read: (json) => Choices.safeParse(json).data,
          tell: ({ choices }) => ({
            status: 'ok',
            replies: byIndex(choices).map((choice) => {
              const top = choice.logprobs?.top_logprobs[0] ?? {}
              return labelRow(labels, (label) => top[`token_id:${label}`])
            }),
          }),
        })
      })
    }
  }
}

/** Labels out of one pass over the whole trajectory, where they are among the most likely tokens. */
export function promptLabels(model: ServedModel): NonNullable<Engine['nextTokenScores']> {
  return (batch, signal) =>
    askTogether<LabelRequest, Answer>(batch, async (part) => {
      const body = {
        model: model.name,
        ...BARE,
        // What follows a token is told with the one after it, so the last place needs one more.
        prompt: part.map(({ ids, labels }) => [...ids, ...labels.slice(0, 1)]),
        prompt_logprobs: MOST,
      }
      const tokens = part.reduce((sum, { ids }) => sum + ids.length, 0)
      const reply = await model.servers.ask({ path: PATH, body, tokens }, signal)
      return toldBy(reply, {
        read: (json) => Choices.safeParse(json).data,
        tell: ({ choices }) => ({
          status: 'ok',
          replies: byIndex(choices).map((choice, index): Answer => {
            const request = part[index]
            return request ? placed(choice, request) : { status: 'failed', reason: 'One too many' }
          }),
        }),
      })
    })
}

function placed({ prompt_logprobs: entries }: Choice, request: LabelRequest): Answer {
  const rows = request.positions.map((place) =>
    labelRow(request.labels, (label) => entries?.[place + 1]?.[label]?.logprob),
  )
  return together(rows)
}

/** Of every token its log-probability after those before it. */
export function promptLogprobs(model: ServedModel): NonNullable<Engine['sequenceLogprobs']> {
  return (batch, signal) =>
    askTogether<readonly number[], Answer>(batch, async (part) => {
      const body = { model: model.name, ...BARE, prompt: part, prompt_logprobs: 0 }
      const tokens = part.reduce((sum, { length }) => sum + length, 0)
      const reply = await model.servers.ask({ path: PATH, body, tokens }, signal)
      return toldBy(reply, {
        read: (json) => Choices.safeParse(json).data,
        tell: ({ choices }) => ({
          status: 'ok',
          replies: byIndex(choices).map(({ prompt_logprobs: entries }, index): Answer => {
            const ids = part[index] ?? []
            if (entries?.length !== ids.length) {
              const reason = `The server gave ${entries?.length ?? 0} log-probabilities for ${ids.length} tokens`
              return { status: 'failed', reason }
            }
            const row = ids.slice(1).map((id, place) => entries[place + 1]?.[id]?.logprob)
            return { status: 'ok', rows: [row.map((value) => value ?? Number.NaN)] }
          }),
        }),
      })
    })
}

/** A log-probability a label; refused when the server does not tell one, for it is not 0. */
function labelRow(
  labels: readonly number[],
  logprobOf: (label: number) => number | null | undefined,
): readonly number[] | FailedReply {
  const row: number[] = []
  for (const label of labels) {
    const logprob = logprobOf(label)
    if (logprob === undefined) {
      const reason = `Label ${label} is not among the ${MOST} tokens that the server tells of`
      return { status: 'failed', reason: `${reason}; use a vLLM with /generative_scoring` }
    }
    row.push(logprob ?? Number.NaN)
  }
  return row
}

/** One answer of rows, unless one of them failed. */
export function together(rows: readonly (readonly number[] | FailedReply)[]): Answer {
  const good: (readonly number[])[] = []
  for (const row of rows) {
    if ('status' in row) return row
    good.push(row)
  }
  return { status: 'ok', rows: good }
}
