import type { Trajectory } from '#schema/item.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import type { StepScorer } from '../backends/step-scorer.ts'
import { EngineStopped } from '../backends/engine-stopped.ts'
import { type Failed, failed } from '../failure.ts'

const SOLUTION: Trajectory = {
  id: 'check-right',
  subset: 'check',
  problem: 'What is 2 + 3 * 4?',
  steps: ['3 * 4 = 12.', '2 + 12 = 14.', 'The answer is 14.'],
}
const CORRUPTED: Trajectory = {
  ...SOLUTION,
  id: 'check-wrong',
  steps: [...SOLUTION.steps.slice(0, -1), 'The answer is 31.'],
}

/** How far a score may move, of the width of its range, by what comes after its step. */
const MOVED = 0.05

/**
 * Scores a right solution and one with another last step before anything is spent on a benchmark: there
 * must be one score a step, each of its kind, and a step's score must not depend on later ones, as it does
 * when it is read one place too late. What is only odd is a warning.
 */
export async function checkModel(
  scorer: StepScorer,
  scoreKind: ScoreKind,
  signal: AbortSignal,
): Promise<{ readonly status: 'ok'; readonly warnings: readonly string[] } | Failed> {
  const scores = new Map<string, readonly (number | null)[]>()
  try {
    for await (const judged of scorer.score([SOLUTION, CORRUPTED], signal)) {
      if (judged.status === 'failed') {
        return failed('invalid', `The model cannot score 2 + 3 * 4 = 14: ${judged.reason}`)
      }
      if ('scores' in judged.line) scores.set(judged.line.id, judged.line.scores?.flat() ?? [])
    }
  } catch (error) {
    if (error instanceof EngineStopped) return failed(error.code, error.message)
    throw error
  }
  if (signal.aborted) return failed('interrupted', 'Interrupted')
  const right = scores.get(SOLUTION.id) ?? []
  const wrong = scores.get(CORRUPTED.id) ?? []
  return judge(right, wrong, scoreKind)
}

function judge(
  right: readonly (number | null)[],
  wrong: readonly (number | null)[],
  scoreKind: ScoreKind,
): { readonly status: 'ok'; readonly warnings: readonly string[] } | Failed {
  const count = SOLUTION.steps.length
  if (right.length !== count || wrong.length !== count) {
    return failed('invalid', `The model gave ${right.length} scores for ${count} steps`)
  }
  const [low, high] = rangeOf(scoreKind, [...right, ...wrong])
  const outside = [...right, ...wrong].find(
    (score) => score === null || !(score >= low && score <= high),
  )
  if (outside !== undefined) {
    return failed('invalid', `A score of ${outside} is not ${low} to ${high}: see --score-kind`)
  }
  const shown = (scores: readonly (number | null)[]) =>
    scores.map((score) => score?.toPrecision(4)).join(', ')
  const told = `${shown(right)} for a right solution, ${shown(wrong)} with a wrong last step`
  const early = right.slice(0, -1).map((score, step) => Math.abs((score ?? 0) - (wrong[step] ?? 0)))
  const moved = Math.max(...early) > MOVED * (high - low)
  const hint = `A step’s score depends on later ones: it is read at the wrong place. ${told}`
  // Where texts are cut after a step, as authors of implicit PRMs do, the next step’s first token may count.
  if (moved && scoreKind.kind !== 'unbounded') return failed('invalid', hint)
  const dropped = (right.at(-1) ?? 0) > (wrong.at(-1) ?? 0)
  return {
    status: 'ok',
    warnings: [
      ...(moved ? [hint] : []),
      ...(dropped ? [] : [`A wrong last step scored no lower than the right one: ${told}`]),
    ],
  }
}

/** The range of a kind of scores; of unbounded ones, one wide enough for those given. */
function rangeOf(kind: ScoreKind, scores: readonly (number | null)[]): readonly [number, number] {
  switch (kind.kind) {
    case 'probability':
      return [0, 1]
    case 'bounded':
      return [kind.range[0] ?? 0, kind.range[1] ?? 0]
    case 'unbounded': {
      const widest = Math.max(1, ...scores.map((score) => Math.abs(score ?? Number.NaN)))
      return [-widest, widest]
    }
  }
}
