import {
  type ClusterDraws,
  drawClusters,
  type DrawOptions,
  resampledSums,
} from './cluster-draws.ts'
import { prmScore, type PrmValues } from './prm-score.ts'
import { prmScoreReportOf, type StepGroups, sumByClass } from './prm-score-report.ts'
import { addTo, meanOfResamples, numberOf, type Resampled, resamplesOf } from './resampled.ts'
import { F1_ONLY_CLASS, PRMBENCH_GROUPS } from './step-classes.ts'
import {
  type JudgedSteps,
  type StepCounts,
  type StepRule,
  type StepTally,
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
  const { variant } = rule
  const tallies = items.map((item) => tallySteps(item, rule))
  const report = prmScoreReportOf(sumByClass(items, tallies), { groups, variant })
  const sums = classSums(items, { tallies, draws })
  const classes = report.classes.map((scores) => {
    const own = sums.get(scores.id) ?? noSums(draws)
    const f1Only = scores.id === F1_ONLY_CLASS
    return { ...scores, vectors: vectorsOf(own, { variant, f1Only }) }
  })
  const overall = totalOf(sums.values(), draws)
  const all = [
    ...classes,
    ...report.groups.map((scores) => {
      const members = classes.filter(({ id }) => groups[scores.id]?.includes(id))
      return {
        ...scores,
        vectors: meanOf(
          members.map(({ vectors }) => vectors),
          draws,
        ),
      }
    }),
    { id: 'overall', ...report.overall, vectors: vectorsOf(overall, { variant }) },
  ]
  return all.flatMap(({ id, vectors, ...values }) =>
    PRM_SCORES.map((metric) => ({
      subset: id,
      metric,
      value: values[metric],
      resamples: resamplesOf(vectors[metric], { draws: [draws], covers: 'problems' }),
    })),
  )
}

type Sums = Readonly<Record<keyof StepCounts, Float64Array>>

function noSums({ resamples }: ClusterDraws): Sums {
  const none = () => new Float64Array(resamples)
  return { tp: none(), fp: none(), tn: none(), fn: none() }
}

function totalOf(classes: Iterable<Sums>, draws: ClusterDraws): Sums {
  const total = noSums(draws)
  for (const { tp, fp, tn, fn } of classes) {
    addTo(total.tp, tp)
    addTo(total.fp, fp)
    addTo(total.tn, tn)
    addTo(total.fn, fn)
  }
  return total
}

/** The counts of every class in every resample, for the classes in the order they occur. */
function classSums(
  items: readonly JudgedSteps[],
  { tallies, draws }: { readonly tallies: readonly StepTally[]; readonly draws: ClusterDraws },
): ReadonlyMap<string, Sums> {
  const byClass = Map.groupBy(items.keys(), (item) => items[item]?.classification ?? '')
  return new Map(
    Array.from(byClass, ([id, members]) => {
      const sum = (part: keyof StepCounts) => {
        const own = new Int32Array(items.length)
        for (const item of members) own[item] = tallies[item]?.counts[part] ?? 0
        return resampledSums(own, draws)
      }
      return [id, { tp: sum('tp'), fp: sum('fp'), tn: sum('tn'), fn: sum('fn') }]
    }),
  )
}

/** Each score in every resample, NaN where it is undefined. */
type Vectors = Readonly<Record<keyof PrmValues, Float64Array>>

function vectorsOf({ tp, fp, tn, fn }: Sums, options: Parameters<typeof prmScore>[1]): Vectors {
  const prm_score = new Float64Array(tp.length)
  const f1 = new Float64Array(tp.length)
  const negative_f1 = new Float64Array(tp.length)
  for (let resample = 0; resample < tp.length; resample++) {
    const counts = {
      tp: tp[resample] as number,
      fp: fp[resample] as number,
      tn: tn[resample] as number,
      fn: fn[resample] as number,
    }
    const scores = prmScore(counts, options)
    prm_score[resample] = numberOf(scores.prm_score)
    f1[resample] = numberOf(scores.f1)
    negative_f1[resample] = numberOf(scores.negative_f1)
  }
  return { prm_score, f1, negative_f1 }
}

function meanOf(classes: readonly Vectors[], draws: ClusterDraws): Vectors {
  const mean = (metric: keyof PrmValues) =>
    meanOfResamples(
      classes.map((own) => own[metric]),
      draws,
    )
  return { prm_score: mean('prm_score'), f1: mean('f1'), negative_f1: mean('negative_f1') }
}
