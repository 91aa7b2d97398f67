import { setImmediate } from 'node:timers/promises'
import type { Trajectory } from '#schema/item.ts'
import type { ExpectedItem } from '#schema/prediction.ts'
import {
  type AnyPredictionLine,
  joinCandidates,
  joinCompared,
  type PredictionLine,
} from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import type { Judgement, StepScorer } from '../backends/step-scorer.ts'
import {
  checkLine,
  type LoggedItem,
  type LoggedLine,
  type PredictionLog,
} from './prediction-log.ts'
import { shownOrder } from './trajectories.ts'

/** How often a scorer that never waits lets signals and timers through. */
const BREATH = 64

export interface Tally {
  readonly total: number
  done: number
  failed: number
}

/** An item to score, with what was said so far of its trajectories. */
interface Waiting {
  readonly item: LoggedItem
  readonly lines: Map<string, PredictionLine>
  /** What was said of the item as a whole. */
  whole: AnyPredictionLine | undefined
  /** Trajectories that are still to come. */
  readonly open: Set<string>
  /** The first reason why one of them failed. */
  error: string | undefined
}

/**
 * Scores the items that the log lacks. An answer that does not fit its item, and an item that gets
 * none, are failures: written down without scores, and counted. An item with several trajectories is
 * written once all of them were answered. Ends early when the signal aborts.
 */
export async function scoreItems(
  items: readonly (LoggedItem & { readonly trajectories: readonly Trajectory[] })[],
  options: {
    scorer: StepScorer
    log: PredictionLog
    scoreKind: ScoreKind
    onProgress: (tally: Tally) => void
    signal: AbortSignal
  },
): Promise<Tally> {
  const { scorer, log, scoreKind, onProgress, signal } = options
  const pending = items.filter(({ id }) => !log.done.has(id))
  const waiting = new Map<string, Waiting>()
  const byItem = new Map<string, Waiting>()
  for (const item of pending) {
    const open = new Set(item.trajectories.map(({ id }) => id))
    const entry: Waiting = { item, lines: new Map(), whole: undefined, open, error: undefined }
    byItem.set(item.id, entry)
    for (const id of open) waiting.set(id, entry)
  }
  const tally = { total: items.length, done: items.length - pending.length, failed: 0 }

  function record(judgement: Judgement) {
    const id = judgement.status === 'failed' ? judgement.id : judgement.line.id
    const isWhole = judgement.status === 'item_scored'
    const entry = isWhole ? byItem.get(id) : waiting.get(id)
    if (!entry || entry.open.size === 0) return
    for (const trajectory of isWhole ? entry.open : [id]) {
      waiting.delete(trajectory)
      entry.open.delete(trajectory)
    }
    switch (judgement.status) {
      case 'scored':
        entry.lines.set(id, judgement.line)
        break
      case 'item_scored':
        entry.whole = judgement.line
        break
      case 'failed':
        entry.error ??= judgement.reason
    }
    if (entry.open.size > 0) return
    const line = lineOf(entry, { scorer, scoreKind })
    log.append(entry.item, line)
    tally.done += 1
    if (line.error !== undefined) tally.failed += 1
    onProgress(tally)
  }

  onProgress(tally)
  let answers = 0
  try {
    const asked = scorer.takesWholeRun ? items : pending
    const trajectories = asked.flatMap((item) => item.trajectories)
    const isScored = (id: string) => !waiting.has(id)
    for await (const judgement of scorer.score(trajectories, signal, isScored)) {
      record(judgement)
      answers += 1
      if (answers % BREATH === 0) await setImmediate()
      if (signal.aborted) return tally
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (signal.aborted) return tally
  for (const id of waiting.keys()) {
    record({ status: 'failed', id, reason: 'The backend gave no answer' })
  }
  return tally
}

/** What is written of an item whose trajectories were all answered. */
function lineOf(
  { item: { expected }, lines, whole, error }: Waiting,
  { scorer, scoreKind }: { scorer: StepScorer; scoreKind: ScoreKind },
): LoggedLine {
  const line = whole ?? joined(expected, lines)
  const problem = error ?? (line && checkLine(JSON.stringify(line), expected, scoreKind))
  if (line && problem === undefined) return line
  return { ...nothingSaid(expected, scorer), error: problem ?? 'The backend gave no answer' }
}

/** An item's line from those of its trajectories; undefined when there is none. */
function joined(
  expected: ExpectedItem,
  lines: ReadonlyMap<string, PredictionLine>,
): AnyPredictionLine | undefined {
  const { id } = expected
  if ('lengths' in expected) return lines.get(id)
  const at = (place: number) => lines.get(`${id}/${place}`)
  if ('candidates' in expected) {
    const { candidates } = expected
    return joinCandidates(
      id,
      candidates.map((_, index) => at(index)),
      candidates,
    )
  }
  const order = shownOrder(id, expected.compared.length)
  return joinCompared(
    id,
    order.map((_, index) => at(order.indexOf(index))),
  )
}

/** The line of an item of which nothing is known. */
function nothingSaid(expected: ExpectedItem, { predictions }: StepScorer): AnyPredictionLine {
  const { id } = expected
  if ('candidates' in expected) return joinCandidates(id, [], expected.candidates)
  if ('compared' in expected) {
    return joinCompared(
      id,
      expected.compared.map(() => undefined),
    )
  }
  return predictions === 'scores'
    ? { id, scores: expected.lengths.map(() => null) }
    : { id, verdicts: [null] }
}
