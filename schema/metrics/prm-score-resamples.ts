import type { MetricValue } from '../metric.ts'
import {
  type ClusterDraws,
  drawClusters,
  type DrawOptions,
  resampledSums,
} from './cluster-draws.ts'
import {
  type PrmScoreReport,
  prmScoreReportOf,
  type StepGroups,
  tallyClasses,
} from './prm-score-report.ts'
import { numberOf, type Resampled, resamplesOf } from './resampled.ts'
import { PRMBENCH_GROUPS } from './step-classes.ts'
import {
  type JudgedSteps,
  NO_STEPS,
  type StepCounts,
  type StepRule,
  tallySteps,
} from './step-counts.ts'

export const PRM_SCORES = ['prm_score', 'f1', 'negative_f1'] as const

/** One value of a PRMScore report with its resamples; the subset is a class, a group or `overall`. */
export interface StepsResampled extends Resampled {
  readonly subset: string
  readonly metric: (typeof PRM_SCORES)[number]
}

/** Draws the solutions that items were made from, each with its items of every class, given each item's. */
export function drawSources(sources: Iterable<string>, options: DrawOptions): ClusterDraws {
  return drawClusters(sources, { ...options, stream: 'sources' })
}

/** Both F1 and the PRMScore of every class, every group and the whole, with their resamples. */
export function resampleSteps(
  items: readonly JudgedSteps[],
  {
    draws,
    groups = PRMBENCH_GROUPS,
    ...rule
  }: StepRule & { readonly draws: ClusterDraws; readonly groups?: StepGroups | undefined },
): readonly StepsResampled[] {
  if (draws.of.length !== items.length) throw new Error('The draws are not of these items')
  const reportOptions = { groups, variant: rule.variant }
  const rows = rowsOf(prmScoreReportOf(tallyClasses(items, rule), reportOptions))
  const vectors = rows.map(() => new Float64Array(draws.resamples))
  const sums = classSums(items, { rule, draws })
  for (let resample = 0; resample < draws.resamples; resample++) {
    const tallies = new Map(
      sums.map(([id, sum]) => [id, { ...NO_STEPS, counts: countsIn(sum, resample) }]),
    )
    for (const [index, { value }] of rowsOf(prmScoreReportOf(tallies, reportOptions)).entries()) {
      ;(vectors[index] as Float64Array)[resample] = numberOf(value)
    }
  }
  return rows.map((row, index) => ({
    ...row,
    resamples: resamplesOf(vectors[index] as Float64Array, { draws: [draws], covers: 'problems' }),
  }))
}

interface Row {
  readonly subset: string
  readonly metric: (typeof PRM_SCORES)[number]
  readonly value: MetricValue
}

function rowsOf({ classes, groups, overall }: PrmScoreReport): readonly Row[] {
  return [...classes, ...groups, { id: 'overall', ...overall }].flatMap((scores) =>
    PRM_SCORES.map((metric) => ({ subset: scores.id, metric, value: scores[metric] })),
  )
}

type Sums = Readonly<Record<keyof StepCounts, Float64Array>>

/** The counts of every class in every resample, for the classes in the order they occur. */
function classSums(
  items: readonly JudgedSteps[],
  { rule, draws }: { readonly rule: StepRule; readonly draws: ClusterDraws },
): readonly (readonly [string, Sums])[] {
  const counts = items.map((item) => tallySteps(item, rule).counts)
  const byClass = Map.groupBy(items.keys(), (item) => items[item]?.classification ?? '')
  return Array.from(byClass, ([id, members]) => {
    const sum = (part: keyof StepCounts) => {
      const own = new Int32Array(items.length)
      for (const item of members) own[item] = counts[item]?.[part] ?? 0
      return resampledSums(own, draws)
    }
    return [id, { tp: sum('tp'), fp: sum('fp'), tn: sum('tn'), fn: sum('fn') }]
  })
}

function countsIn({ tp, fp, tn, fn }: Sums, resample: number): StepCounts {
  return {
    tp: tp[resample] as number,
    fp: fp[resample] as number,
    tn: tn[resample] as number,
    fn: fn[resample] as number,
  }
}
