import { z } from 'zod'
import type { ComparedScores } from './preference-rank.ts'
import { quantile } from './quantile.ts'

const SHARES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const

export const PreferenceMargins = z
  .object({
    measured: z.int().meta({
      description: 'Items whose chosen one and at least one rejected one have a score.',
    }),
    unmeasured: z.int(),
    quantiles: z
      .array(z.object({ share: z.number(), margin: z.number() }))
      .meta({ description: 'The margin below which this share of the measured items lies.' }),
  })
  .meta({
    id: 'PreferenceMargins',
    description: 'The score of the chosen one less the highest of the rejected ones.',
  })
export type PreferenceMargins = z.infer<typeof PreferenceMargins>

/** How far chosen ones stand above the best rejected one: below 0 outranked, 0 tied. */
export function preferenceMargins(items: readonly ComparedScores[]): PreferenceMargins {
  const sorted = Float64Array.from(items.flatMap((scores) => marginOf(scores) ?? [])).sort()
  return {
    measured: sorted.length,
    unmeasured: items.length - sorted.length,
    quantiles:
      sorted.length === 0
        ? []
        : SHARES.map((share) => ({ share, margin: quantile(sorted, share) })),
  }
}

function marginOf(scores: ComparedScores): number | undefined {
  const [chosen = Number.NaN, ...others] = scores
  const known = others.filter((score) => !Number.isNaN(score))
  return Number.isNaN(chosen) || known.length === 0 ? undefined : chosen - Math.max(...known)
}
