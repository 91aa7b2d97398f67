import type { Trajectory } from '#schema/item.ts'
import { EngineStopped } from '../backends/engine-stopped.ts'
import type { Engine } from '../backends/engine.ts'
import type { StepScorer } from '../backends/step-scorer.ts'
import { boxedAnswer } from './boxed-answer.ts'

/** How the next steps are chosen: the best of all solutions, or of each solution its own. */
export const STRATEGIES = ['greedy', 'beam', 'dvts'] as const
export type Strategy = (typeof STRATEGIES)[number]

export interface SearchOptions {
  readonly strategy: Strategy
  /** Solutions that are kept; one for greedy. */
  readonly beams: number
  /** Next steps that are drawn for each of them. */
  readonly width: number
  readonly maxSteps: number
  readonly maxStepTokens: number
  readonly temperature: number
  readonly seed: number
}

/** A solution as far as it is written, with what was seen on the way. */
export interface Beam {
  readonly steps: readonly string[]
  readonly scores: readonly (number | null)[]
  readonly isOver: boolean
  /** Of each step the last scores of those it was chosen from, its own first. */
  readonly trace: readonly (readonly number[])[]
}

export interface Searched {
  readonly beams: readonly Beam[]
  /** Tokens that the policy read and wrote, and that the judge read. */
  readonly policyTokens: number
  readonly judgeTokens: number
  readonly policyCalls: number
}

const SYSTEM =
  'Solve the problem step by step, with an empty line between steps. End with the answer in \\boxed{}.'

/** Writes solutions of a problem step by step, of which a judge keeps the best (Beeching et al. 2024). */
export async function guidedSearch(
  problem: string,
  {
    generate,
    judge,
    options,
    signal,
  }: {
    generate: NonNullable<Engine['generate']>
    judge: StepScorer
    options: SearchOptions
    signal: AbortSignal
  },
): Promise<Searched> {
  const { strategy, width, maxSteps } = options
  const count = strategy === 'greedy' ? 1 : options.beams
  const before = judge.tokens?.() ?? 0
  let policyTokens = 0
  let policyCalls = 0
  let beams: readonly Beam[] = [{ steps: [], scores: [], isOver: false, trace: [] }]
  for (let step = 0; step < maxSteps && beams.some(({ isOver }) => !isOver); step++) {
    // The first step is drawn for all beams at once, from the one empty solution.
    const draws = step === 0 ? count * width : width
    const families = await Promise.all(
      beams.map(async (beam, index) =>
        beam.isOver ? [beam] : expand(beam, { step, index, draws }),
      ),
    )
    const judged = await scoreAll(families)
    beams = step === 0 ? first(judged[0] ?? []) : next(judged)
    if (signal.aborted) break
  }
  const judgeTokens = (judge.tokens?.() ?? 0) - before
  return { beams, policyTokens, judgeTokens, policyCalls }

  /** Of the first draws each beam's own share, or the best of all. */
  function first(all: readonly Beam[]): readonly Beam[] {
    if (strategy === 'beam') return best(all, count)
    const shares = Array.from({ length: count }, (_, index) =>
      all.slice(index * width, (index + 1) * width),
    )
    return shares.flatMap((share) => best(share, 1))
  }

  function next(families: readonly (readonly Beam[])[]): readonly Beam[] {
    if (strategy === 'beam') return best(families.flat(), count)
    return families.flatMap((family) => best(family, 1))
  }

  async function expand(
    beam: Beam,
    { step, index, draws }: { step: number; index: number; draws: number },
  ): Promise<readonly Beam[]> {
    const written = beam.steps.map((text) => `${text}\n\n`).join('')
    const messages = [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: problem },
      ...(written === '' ? [] : [{ role: 'assistant', content: written }]),
    ]
    const asked = {
      messages,
      samples: draws,
      maxTokens: options.maxStepTokens,
      temperature: options.temperature,
      seed: options.seed + 1000 * step + index * draws,
      stop: ['\n\n'],
    }
    const [answer] = await generate([asked], signal)
    policyCalls += 1
    if (answer?.status !== 'ok') {
      throw new EngineStopped('network', `The policy writes nothing: ${answer?.reason}`)
    }
    policyTokens += answer.tokens
    return answer.texts.map((text) => {
      const written = text.trim()
      if (written === '') return { ...beam, isOver: true }
      return {
        ...beam,
        steps: [...beam.steps, written],
        isOver: boxedAnswer(written) !== undefined,
      }
    })
  }

  /** The same solutions with their steps' scores, all judged together. */
  async function scoreAll(families: readonly (readonly Beam[])[]) {
    const asked = new Map<string, Trajectory>()
    for (const [family, beams] of families.entries()) {
      for (const [child, { steps, scores }] of beams.entries()) {
        const id = `${family}-${child}`
        if (steps.length > scores.length)
          asked.set(id, { id, subset: 'search', problem, steps: [...steps] })
      }
    }
    const found = new Map<string, readonly (number | null)[]>()
    for await (const judged of judge.score(asked.values(), signal)) {
      if (judged.status === 'failed') {
        const steps = asked.get(judged.id)?.steps ?? []
        found.set(
          judged.id,
          steps.map(() => null),
        )
      } else if (judged.status === 'scored') found.set(judged.line.id, judged.line.scores ?? [])
    }
    return families.map((beams, family) =>
      beams.map((beam, child) => ({
        ...beam,
        scores: found.get(`${family}-${child}`) ?? beam.scores,
      })),
    )
  }
}

/** Those whose last step scores highest; of equals the first. Each notes what it was chosen from. */
function best(all: readonly Beam[], count: number): readonly Beam[] {
  const ranked = all.toSorted((a, b) => lastOf(b) - lastOf(a))
  return ranked.slice(0, count).map((beam) => {
    // One that was over before was chosen already.
    if (beam.trace.length >= beam.steps.length) return beam
    const others = all.filter((other) => other !== beam).map(lastOf)
    return { ...beam, trace: [...beam.trace, [lastOf(beam), ...others].filter(Number.isFinite)] }
  })
}

/** The last step's score, by which a solution is judged so far; none is the lowest. */
function lastOf({ scores }: Beam): number {
  return scores.at(-1) ?? Number.NEGATIVE_INFINITY
}
