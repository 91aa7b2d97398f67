import { z } from 'zod'
import { type Failed, failed } from '../../failure.ts'
import type { Answer, Engine, TokenRequest } from '../engine.ts'
import { byIndex, rowOf } from './numbers.ts'
import type { ServedModel } from './open-model.ts'
import { askTogether, type Told, toldBy } from './told.ts'

const Pooled = z.object({
  data: z.array(z.object({ index: z.int(), data: z.array(z.unknown()) })),
})

const PATH = '/pooling'

/** Of a pooling server the numbers of its head, by token classification. */
export function pooledVectors({ servers, name }: ServedModel): NonNullable<Engine['tokenVectors']> {
  return (batch, signal) =>
    askTogether<TokenRequest, Answer>(batch, async (part) => {
      const tokens = part.reduce((sum, { ids }) => sum + ids.length, 0)
      const key = part[0]?.problem
      const body = bodyOf(
        name,
        part.map(({ ids }) => ids),
      )
      const reply = await servers.ask({ path: PATH, body, tokens, key }, signal)
      return toldBy<z.infer<typeof Pooled>, Answer>(reply, {
        read: (json) => Pooled.safeParse(json).data,
        tell: ({ data }) => vectorsOf(data, part),
      })
    })
}

function bodyOf(model: string, input: readonly (readonly number[])[]) {
  return { model, task: 'token_classify', input, use_activation: false, encoding_format: 'float' }
}

function vectorsOf(
  data: z.infer<typeof Pooled>['data'],
  requests: readonly TokenRequest[],
): Told<Answer> {
  const pooled = byIndex(data)
  if (pooled.length !== requests.length) return { status: 'ok', replies: pooled.map(() => none) }
  return {
    status: 'ok',
    replies: requests.map((request, index) => answerOf(pooled[index]?.data ?? [], request)),
  }
}

const none: Answer = { status: 'failed', reason: 'The server gave another number of results' }

/** At the scored places: picked out of one row a token (pooling ALL), or as given (pooling STEP). */
function answerOf(given: readonly unknown[], { ids, positions }: TokenRequest): Answer {
  const picked =
    given.length === ids.length
      ? positions.map((place) => given[place])
      : given.length === positions.length
        ? given
        : undefined
  if (picked === undefined) {
    const counts = `${given.length} rows for ${ids.length} tokens and ${positions.length} steps`
    return { status: 'failed', reason: `The server gave ${counts}` }
  }
  const rows = picked.map(rowOf)
  const whole = rows.filter((row) => row !== undefined)
  if (whole.length < rows.length) return { status: 'failed', reason: 'A row is no list of numbers' }
  return { status: 'ok', rows: whole }
}

/** Sees to it that a pooling server gives raw numbers: older ones softmax them whatever is asked. */
export async function checkRaw(
  { servers, name }: ServedModel,
  ids: readonly number[],
): Promise<Failed | undefined> {
  for (const url of servers.urls) {
    const looked = await servers.look(url, PATH, bodyOf(name, [ids]))
    if (looked.status === 'silent') {
      return failed('network', `No answer from ${url}: ${looked.reason}`)
    }
    const pooled = Pooled.safeParse(looked.json)
    if (looked.status !== 200 || !pooled.success) {
      const hint = 'Start vLLM with --runner pooling and --pooler-config.task token_classify'
      return failed('invalid', `${url}${PATH} answered ${looked.status}. ${hint}`)
    }
    const rows = (pooled.data.data[0]?.data ?? []).flatMap((row) => [rowOf(row) ?? []])
    if (rows.length > 0 && rows.every(isSoftmax)) {
      const hint = 'this vLLM knows no use_activation: upgrade it'
      return failed('invalid', `${url}${PATH} gives probabilities, not the head’s numbers; ${hint}`)
    }
  }
  return undefined
}

function isSoftmax(row: readonly number[]): boolean {
  const sum = row.reduce((total, value) => total + value, 0)
  return row.length > 1 && row.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3
}
