import type { Trajectory } from '#schema/item.ts'
import type { RunManifest } from '#schema/manifest.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { z } from 'zod'
import type { StepScorer } from '../backends/step-scorer.ts'
import { fnv1a } from '../baselines/random.ts'

type Scores = readonly (number | null)[]

const Series = z.array(z.number().nullable())
const Solution = z.object({ scores: Series })
/** Of a pool’s problem, a list a candidate. */
const Pool = z.object({ scores: z.array(Series) })

/**
 * Scores some trajectories of a finished run again, each alone and then all in another order, and compares:
 * engines round otherwise in other company. Draws the trajectories by their ids and the seed.
 */
export async function probeRun(
  scorer: StepScorer,
  {
    items,
    lines,
    count,
    seed,
    scoreKind,
    signal,
  }: {
    items: readonly { readonly id: string; readonly trajectories: readonly Trajectory[] }[]
    lines: ReadonlyMap<string, string>
    count: number
    seed: number
    scoreKind: ScoreKind
    signal: AbortSignal
  },
): Promise<NonNullable<RunManifest['probe']> | undefined> {
  const recorded = new Map<string, Scores>()
  for (const { id, trajectories } of items) {
    for (const [index, trajectory] of trajectories.entries()) {
      const scores = scoresOf(lines.get(id), index)
      if (scores?.every((score) => score !== null)) recorded.set(trajectory.id, scores)
    }
  }
  const key = (turn: string, { id }: Trajectory) => fnv1a(JSON.stringify([seed, turn, id]))
  const inOrder = (turn: string, all: readonly Trajectory[]) =>
    all.toSorted((a, b) => key(turn, a) - key(turn, b))
  const all = items.flatMap(({ trajectories }) => trajectories.filter(({ id }) => recorded.has(id)))
  const chosen = inOrder('probe', all).slice(0, count)
  const passes = [...chosen.map((one) => [one]), inOrder('again', chosen)]
  const flipped = new Set<string>()
  let maxDrift = 0
  for (const pass of passes) {
    for await (const judged of scorer.score(pass, signal)) {
      if (judged.status !== 'scored') continue
      const { id, scores = [] } = judged.line
      const before = recorded.get(id) ?? []
      for (const [step, score] of before.entries()) {
        maxDrift = Math.max(maxDrift, Math.abs((scores[step] ?? Infinity) - (score ?? 0)))
      }
      if (decisionOf(scores, scoreKind) !== decisionOf(before, scoreKind)) flipped.add(id)
    }
    if (signal.aborted) return undefined
  }
  if (!Number.isFinite(maxDrift)) return undefined
  return { items: chosen.length, maxDrift, flips: flipped.size }
}

function scoresOf(line: string | undefined, index: number): Scores | undefined {
  if (line === undefined) return undefined
  const json: unknown = JSON.parse(line)
  return Solution.safeParse(json).data?.scores ?? Pool.safeParse(json).data?.scores[index]
}

/** The first step below the cut; of scores without one, nothing is decided. */
function decisionOf(scores: Scores, kind: ScoreKind): number {
  const cut = kind.cut ?? (kind.kind === 'probability' ? 0.5 : Number.NEGATIVE_INFINITY)
  return scores.findIndex((score) => score !== null && score < cut)
}
