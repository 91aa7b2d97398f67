import type { Trajectory } from '#schema/item.ts'
import { planCalls } from './call-plan.ts'
import type { EngineLimits } from './engine.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { Protocol, Round } from './protocol.ts'
import type { Judgement } from './step-scorer.ts'
import { tokenFlow } from './token-flow.ts'
import { newTrial, outcomeOf, type Question, questionsOf, type Trial } from './trial.ts'
import { mapInSlices, oneAhead, windowsOf } from './windows.ts'

/** Trajectories that are put into calls together; twice as many are in memory at most. */
const WINDOW = 1024
/** The same of an engine that keeps their order: nothing is gained by waiting for more of them. */
const ORDERED_WINDOW = 64

/** How the reason starts why a trajectory was refused that is longer than the model takes. */
export const TOO_LONG = 'too_long: '

export interface Asking {
  readonly limits: EngineLimits
  /** Trajectories that need no judgement. They are rendered all the same where others share their calls. */
  readonly isScored: (id: string) => boolean
  readonly tell: (judgement: Judgement) => void
  /** Of each reply, the tokens it took. */
  readonly spend: (tokens: number) => void
  readonly signal: AbortSignal
}

/**
 * Asks an engine of every trajectory, in calls that depend on the trajectories alone and not on which
 * are scored already: an engine may round differently in other company. Throws when the engine does.
 */
export async function askEngine<Request, Reply extends { readonly status: 'ok' }>(
  protocol: Protocol<Request, Reply>,
  trajectories: Iterable<Trajectory> | AsyncIterable<Trajectory>,
  { limits, isScored, tell, spend, signal }: Asking,
): Promise<void> {
  const flow = tokenFlow(limits)
  const running = new Set<Promise<unknown>>()
  const errors: unknown[] = []
  for await (const trials of oneAhead(rendered())) {
    let open = trials
    while (open.length > 0) open = await dispatch(open)
    if (signal.aborted || errors.length > 0) break
  }
  await Promise.allSettled(running)
  if (errors.length > 0) throw errors[0]

  function tooLong({ requests }: Round<Request, Reply>): string | undefined {
    const longest = Math.max(...requests.map((request) => protocol.tokensOf(request)))
    const { maxTokens = longest } = limits
    if (longest <= maxTokens) return undefined
    return `${TOO_LONG}${longest} tokens, more than the ${maxTokens} of the model; nothing is cut`
  }

  /** The trials of each window in which something is to be scored. */
  async function* rendered() {
    for await (const window of windowsOf(
      trajectories,
      limits.keepsOrder ? ORDERED_WINDOW : WINDOW,
    )) {
      if (signal.aborted) return
      if (window.every(({ id }) => isScored(id))) continue
      const started = await mapInSlices(window, (trajectory) => ({
        id: trajectory.id,
        round: protocol.start(trajectory),
      }))
      yield started.flatMap(({ id, round }) => {
        const reason =
          round.status === 'asking' ? tooLong(round) : `${round.code}: ${round.message}`
        if (round.status === 'asking' && reason === undefined) return newTrial(id, round)
        tell({ status: 'failed', id, reason: reason ?? '' })
        return []
      })
    }
  }

  /** Asks what the trials want to know; gives those that go on, once everything was answered. */
  async function dispatch(trials: readonly Trial<Request, Reply>[]) {
    const tokensOf = ({ request }: Question<Request, Reply>) => protocol.tokensOf(request)
    const onward = new Map<string, Trial<Request, Reply>>()
    const own: Promise<void>[] = []
    for (const call of planCalls(trials.flatMap(questionsOf), { tokensOf, limits })) {
      const { requests, tokens } = call
      if (!protocol.asksAgain && requests.every(({ trial }) => isScored(trial.id))) continue
      await flow.room(tokens)
      if (signal.aborted || errors.length > 0) break
      const asked = flow
        .run(tokens, () => answer(requests, onward))
        .catch((error: unknown) => {
          errors.push(error)
        })
      running.add(asked)
      void asked.then(() => running.delete(asked))
      own.push(asked)
    }
    if (protocol.asksAgain) await Promise.all(own)
    return trials.flatMap(({ id }) => onward.get(id) ?? [])
  }

  /** Asks the engine once and tells what is known then. */
  async function answer(
    call: readonly Question<Request, Reply>[],
    onward: Map<string, Trial<Request, Reply>>,
  ): Promise<void> {
    const requests = call.map(({ request }) => request)
    const replies = await protocol.ask(requests, signal)
    if (replies.length !== call.length) {
      const counts = `${replies.length} answers to ${call.length} requests`
      throw new EngineStopped('invalid', `The engine gave ${counts}`)
    }
    for (const [index, { trial, place, request }] of call.entries()) {
      const reply = replies[index]
      if (reply === undefined) continue
      if (reply.status === 'ok') spend(protocol.spentOn(request, reply))
      trial.replies.set(place, reply)
      const outcome = outcomeOf(trial)
      const { id } = trial
      switch (outcome?.status) {
        case undefined:
          break
        case 'said':
          tell({ status: 'scored', line: { id, ...outcome.line } })
          break
        case 'failed':
          tell({ status: 'failed', id, reason: outcome.reason })
          break
        case 'asking':
          onward.set(id, newTrial(id, outcome))
      }
    }
  }
}
