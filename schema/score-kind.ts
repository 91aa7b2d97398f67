import { z } from 'zod'
import type { Transform } from './transform.ts'

export const SCORE_KINDS = ['probability', 'bounded', 'unbounded'] as const

/**
 * What a model's step scores are. Nothing is squashed or rescaled in silence: a score outside its
 * declared range is refused.
 */
export const ScoreKind = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('probability'), cut: z.number().min(0).max(1).optional() }),
    z
      .strictObject({
        kind: z.literal('bounded'),
        range: z.tuple([z.number(), z.number()]),
        cut: z.number().optional(),
      })
      .refine(({ range: [low, high] }) => low < high, {
        path: ['range'],
        error: 'The lower end must be below the upper end',
      }),
    z.strictObject({ kind: z.literal('unbounded'), cut: z.number().optional() }),
  ])
  .meta({
    id: 'ScoreKind',
    description:
      'probability: 0 to 1. bounded: from range[0] to range[1]. unbounded: any finite number (log-ratios, Q-values). cut: a threshold declared beforehand; without one, only probabilities have a label-free cut, 0.5.',
  })
export type ScoreKind = z.infer<typeof ScoreKind>

/** The lowest and the highest score allowed. */
export function scoreRange(kind: ScoreKind): readonly [number, number] {
  switch (kind.kind) {
    case 'probability':
      return [0, 1]
    case 'bounded':
      return kind.range
    case 'unbounded':
      return [-Number.MAX_VALUE, Number.MAX_VALUE]
  }
}

/** The threshold a run is ranked by without labels; undefined when none was declared. */
export function labelFreeCut(kind: ScoreKind): number | undefined {
  return kind.cut ?? (kind.kind === 'probability' ? 0.5 : undefined)
}

/** Scores are probabilities as they are, or after a sigmoid; any other change makes none of them. */
export function areProbabilities({ kind }: ScoreKind, transforms: readonly Transform[]): boolean {
  const last = transforms.at(-1)
  return last === undefined ? kind === 'probability' : last.kind === 'sigmoid'
}

/** Reads `probability`, `bounded:lo,hi` or `unbounded`. */
export function parseScoreKind(text: string): ScoreKind | undefined {
  const bounds = /^bounded:([^,]+),([^,]+)$/.exec(text)
  const parsed = ScoreKind.safeParse(
    bounds ? { kind: 'bounded', range: [Number(bounds[1]), Number(bounds[2])] } : { kind: text },
  )
  return parsed.success ? parsed.data : undefined
}
