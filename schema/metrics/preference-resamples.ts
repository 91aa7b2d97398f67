import type { PreferenceMetric } from '../metric.ts'
import { type ClusterDraws, resampledSums } from './cluster-draws.ts'
import type { PreferenceRatio } from './preference-ratios.ts'
import { AVERAGE, ratioValue } from './preference-report.ts'
import { macroMean } from './processbench-f1.ts'
import { type Resampled, resamplesOf } from './resampled.ts'

/** A subset's ratios with the draws of its items. */
export interface DrawnPreferences {
  readonly id: string
  readonly ratios: readonly PreferenceRatio[]
  readonly draws: ClusterDraws
}

/** One value of a report with its resamples. */
export interface PreferenceResampled extends Resampled {
  readonly subset: string
  readonly metric: PreferenceMetric
}

/** The values of preferenceReport in its order, each of the same clusters drawn again and again. */
export function resamplePreferences(
  subsets: readonly DrawnPreferences[],
): readonly PreferenceResampled[] {
  const own = subsets.flatMap(({ id, ratios, draws }) =>
    ratios.map((ratio) => resampleRatio(ratio, { subset: id, draws })),
  )
  if (subsets.length === 1) return own
  const byMetric = Map.groupBy(own, ({ metric }) => metric)
  const averages = Array.from(byMetric, ([metric, parts]) =>
    parts.length < subsets.length ? [] : [{ subset: AVERAGE, metric, ...meanOf(parts, subsets) }],
  )
  return [...own, ...averages.flat()]
}

function resampleRatio(
  ratio: PreferenceRatio,
  { subset, draws }: { readonly subset: string; readonly draws: ClusterDraws },
): PreferenceResampled {
  const { metric, gained, of } = ratio
  const value = ratioValue(ratio)
  if (value.status === 'undefined') return { subset, metric, value, resamples: value }
  const sizes = resampledSums(of, draws)
  const values = resampledSums(gained, draws).map(
    (sum, resample) => sum / (sizes[resample] as number),
  )
  return {
    subset,
    metric,
    value,
    resamples: resamplesOf(values, { draws: [draws], covers: 'problems' }),
  }
}

/** The unweighted mean over subsets, resample by resample. */
function meanOf(
  parts: readonly PreferenceResampled[],
  subsets: readonly DrawnPreferences[],
): Resampled {
  const value = macroMean(parts)
  const vectors = parts.flatMap(({ resamples }) =>
    resamples.status === 'ok' ? [resamples.values] : [],
  )
  const missing = parts.find(({ resamples }) => resamples.status === 'undefined')
  const [first] = vectors
  if (missing || !first) {
    return { value, resamples: missing?.resamples ?? { status: 'undefined', reason: 'no subset' } }
  }
  const values = first.map(
    (_, resample) =>
      vectors.reduce((sum, vector) => sum + (vector[resample] as number), 0) / vectors.length,
  )
  const draws = subsets.map((subset) => subset.draws)
  return { value, resamples: resamplesOf(values, { draws, covers: 'problems' }) }
}
