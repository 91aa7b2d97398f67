import { z } from 'zod'
import { type F1Curve, F1Point } from './metrics/f1-curve.ts'
import { PrmScorePoint } from './metrics/prm-score-curve.ts'

/** How many points of a curve are given unless another number is asked for. */
export const CURVE_POINTS = 200
/** Both ends and the best. */
export const FEWEST_CURVE_POINTS = 3

const named = { id: z.string().meta({ description: 'The subset or class.' }) }
const size = {
  total: z.int().meta({ description: 'Points the whole curve has: one for each change.' }),
  thinned: z.boolean().meta({
    description:
      'Whether some are left out here. The ends, the best and each other point that is kept are where they were, but the value may change between two of them.',
  }),
}

export const ThinF1Curve = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ok'),
      error_n: z.int(),
      correct_n: z.int(),
      ...size,
      points: z.array(F1Point),
    }),
    z.object({ status: z.literal('undefined'), reason: z.string(), n: z.int() }),
  ])
  .meta({
    id: 'F1Curve',
    description: 'F1 above a threshold, up to and including that of the next point of all.',
  })
export type ThinF1Curve = z.infer<typeof ThinF1Curve>

export const ThinPrmScoreCurve = z.object({ ...size, points: z.array(PrmScorePoint) }).meta({
  id: 'PrmScoreCurve',
  description: 'PRMScore from a threshold on, below that of the next point of all.',
})
export type ThinPrmScoreCurve = z.infer<typeof ThinPrmScoreCurve>

/** A run's headline against the threshold, by rising threshold, of its scores as they are. */
export const Curves = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('first_error'),
      subsets: z.array(z.object({ ...named, curve: ThinF1Curve })),
      average: ThinF1Curve.meta({
        description: 'The mean of the subsets at one and the same threshold; counts are sums.',
      }),
    }),
    z.object({
      kind: z.literal('step_labels'),
      classes: z.array(z.object({ ...named, curve: ThinPrmScoreCurve })),
      overall: ThinPrmScoreCurve.meta({ description: 'All steps pooled.' }),
    }),
  ])
  .meta({ id: 'Curves' })
export type Curves = z.infer<typeof Curves>

export function thinF1Curve(curve: F1Curve, most: number): ThinF1Curve {
  if (curve.status === 'undefined') return curve
  return { ...curve, ...thin(curve.points, { most, valueOf: ({ f1 }) => f1 }) }
}

export function thinPrmScoreCurve(
  points: readonly PrmScorePoint[],
  most: number,
): ThinPrmScoreCurve {
  const valueOf = ({ prm_score }: PrmScorePoint) =>
    prm_score.status === 'ok' ? prm_score.value : Number.NEGATIVE_INFINITY
  return thin(points, { most, valueOf })
}

/** At most so many of the points, unchanged: both ends, the first of the best, evenly many between. */
export function thin<Point>(
  points: readonly Point[],
  { most, valueOf }: { readonly most: number; readonly valueOf: (point: Point) => number },
): { readonly total: number; readonly thinned: boolean; readonly points: Point[] } {
  const total = points.length
  if (total <= most) return { total, thinned: false, points: [...points] }
  const values = points.map(valueOf)
  const best = values.reduce(
    (found, value, place) => (value > (values[found] ?? 0) ? place : found),
    0,
  )
  const even = Array.from({ length: most - 1 }, (_, index) =>
    Math.round((index * (total - 1)) / (most - 2)),
  )
  const kept = new Set([...even, best])
  return { total, thinned: true, points: points.filter((_, place) => kept.has(place)) }
}
