import { setImmediate } from 'node:timers/promises'
import type { FirstErrorItem, Trajectory } from '#schema/item.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import type { Judgement, StepScorer } from '../backends/step-scorer.ts'
import { checkLine, type LoggedLine, type PredictionLog } from './prediction-log.ts'

/** How often a scorer that never waits lets signals and timers through. */
const BREATH = 64

export interface Tally {
  readonly total: number
  done: number
  failed: number
}

/**
 * Scores the items that the log lacks. An answer that does not fit its item, and an item that gets
 * none, are failures: written down without scores, and counted. Ends early when the signal aborts.
 */
export async function scoreItems(
  items: readonly FirstErrorItem[],
  options: {
    scorer: StepScorer
    log: PredictionLog
    scoreKind: ScoreKind
    onProgress: (tally: Tally) => void
    signal: AbortSignal
  },
): Promise<Tally> {
  const { scorer, log, scoreKind, onProgress, signal } = options
  const waiting = new Map(items.flatMap((item) => (log.done.has(item.id) ? [] : [[item.id, item]])))
  const tally = { total: items.length, done: items.length - waiting.size, failed: 0 }

  function record(item: FirstErrorItem, line: LoggedLine) {
    waiting.delete(item.id)
    log.append(item, line)
    tally.done += 1
    if (line.error !== undefined) tally.failed += 1
    onProgress(tally)
  }

  onProgress(tally)
  try {
    for await (const judgement of scorer.score([...waiting.values()].map(unlabelled), signal)) {
      const item = waiting.get(judgement.status === 'scored' ? judgement.line.id : judgement.id)
      if (item) record(item, lineOf(judgement, { item, scorer, scoreKind }))
      if (tally.done % BREATH === 0) await setImmediate()
      if (signal.aborted) return tally
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (signal.aborted) return tally
  for (const item of waiting.values()) {
    record(item, failedLine(item, { scorer, reason: 'The backend gave no answer' }))
  }
  return tally
}

/** What a scorer may see of an item. */
function unlabelled({ id, subset, problem, steps }: FirstErrorItem): Trajectory {
  return { id, subset, problem, steps }
}

function lineOf(
  judgement: Judgement,
  { item, scorer, scoreKind }: { item: FirstErrorItem; scorer: StepScorer; scoreKind: ScoreKind },
): LoggedLine {
  if (judgement.status === 'failed') {
    return failedLine(item, { scorer, reason: judgement.reason })
  }
  const problem = checkLine(JSON.stringify(judgement.line), item, scoreKind)
  return problem === undefined ? judgement.line : failedLine(item, { scorer, reason: problem })
}

function failedLine(
  { id, steps }: FirstErrorItem,
  { scorer, reason }: { scorer: StepScorer; reason: string },
): LoggedLine {
  const answer =
    scorer.predictions === 'scores' ? { scores: steps.map(() => null) } : { verdicts: [null] }
  return { id, ...answer, error: reason }
}
