import { z } from 'zod'
import { Aggregation, AGGREGATIONS } from './aggregation.ts'
import { ItemId } from './item.ts'
import { PREFERENCE_OUTCOMES } from './item-verdict.ts'
import { AdaptivePoint } from './metrics/adaptive-best-of-n.ts'
import { AggregationDisagreement } from './metrics/aggregation-disagreement.ts'
import { AnswerSpellings } from './metrics/answer-spellings.ts'
import { OUTCOMES } from './metrics/decision.ts'
import { DrawSpread } from './metrics/draw-spread.ts'
import { EarlyRejection } from './metrics/early-rejection.ts'
import { Slice } from './metrics/first-error-slices.ts'
import { FlawedProcessReport } from './metrics/flawed-process.ts'
import { LastStepMinimum } from './metrics/last-step-minimum.ts'
import { Agreement } from './metrics/partial-agreement.ts'
import { PartialCut } from './metrics/partial-score.ts'
import { PreferenceMargins } from './metrics/preference-margins.ts'
import { Rate } from './metrics/rate.ts'
import { StepConfusionReport } from './metrics/step-confusion.ts'
import { StepDiagnostics } from './metrics/step-diagnostics.ts'

const named = { id: z.string().meta({ description: 'The subset or class.' }) }
const policy = z.string().meta({
  description:
    'The policy asked for; its transforms stand before everything but interval channels.',
})

const StepScoreDiagnostics = z
  .object({
    subsets: z.array(StepDiagnostics.extend(named)),
    overall: StepDiagnostics.meta({ description: 'All steps pooled.' }),
  })
  .meta({ description: 'Step scores against the labels, whatever the threshold.' })

/** How often several draws of one step differ, and the decisions with them. */
const Spreads = z.object({ subsets: z.array(DrawSpread.extend(named)), overall: DrawSpread })

export const FirstErrorDiagnostics = z
  .object({
    kind: z.literal('first_error'),
    policy,
    steps: StepScoreDiagnostics.optional().meta({
      description:
        'Over the steps up to the first wrong one. Left out for votes, which score none.',
    }),
    draws: Spreads.optional().meta({ description: 'Of a run whose steps were scored repeatedly.' }),
    outcomes: z
      .record(z.enum(OUTCOMES), z.int())
      .meta({ description: 'Items by outcome, over all subsets that have a cut.' }),
    withoutCut: z
      .array(z.object({ ...named, reason: z.string() }))
      .meta({ description: 'Subsets in which the policy has no cut, so no outcome.' }),
    flawedProcess: FlawedProcessReport,
    slices: z
      .object({
        subset: z.array(Slice),
        generator: z.array(Slice),
        length: z.array(Slice),
        position: z.array(Slice),
      })
      .meta({ description: 'Both accuracies and the outcomes by one property at a time.' }),
  })
  .meta({ id: 'FirstErrorDiagnostics' })
export type FirstErrorDiagnostics = z.infer<typeof FirstErrorDiagnostics>

export const StepLabelsDiagnostics = z
  .object({
    kind: z.literal('step_labels'),
    policy,
    steps: StepScoreDiagnostics.meta({
      description:
        'Every step by its main score, also where redundancy decides; subsets are classes.',
    }),
    confusion: StepConfusionReport.meta({
      description: 'By the rule that PRMScore is counted by.',
    }),
  })
  .meta({ id: 'StepLabelsDiagnostics' })
export type StepLabelsDiagnostics = z.infer<typeof StepLabelsDiagnostics>

const { problems: disagreeing } = AggregationDisagreement.shape
const { problems: split } = AnswerSpellings.shape

export const PoolDiagnostics = z
  .object({
    disagreement: AggregationDisagreement.extend({
      aggregations: z.array(Aggregation).meta({ description: 'Those that these scores allow.' }),
      problems: z
        .array(z.object({ item: ItemId, picks: disagreeing.element.shape.picks }))
        .meta({ description: 'The problems counted under answers, with every pick.' }),
    }),
    lastStepMinimum: LastStepMinimum,
    answerSpellings: AnswerSpellings.extend({
      problems: z
        .array(z.object({ item: ItemId, spellings: split.element.shape.spellings }))
        .meta({ description: 'The problems of k, with their correct answers as first seen.' }),
    }),
    adaptiveSampling: z
      .discriminatedUnion('status', [
        z.object({
          status: z.literal('ok'),
          chance: z.literal('first_step_score').meta({
            description:
              'A stand-in for the chance that one sample succeeds: the score of the first step of the first candidate. It was never calibrated, as instance-adaptive scaling asks for.',
          }),
          points: z.array(AdaptivePoint),
        }),
        z.object({ status: z.literal('undefined'), reason: z.string() }),
      ])
      .meta({ description: 'Accuracy and cost when each problem takes the samples it needs.' }),
    earlyRejection: z.array(EarlyRejection).meta({
      description: 'What is kept and saved when weak candidates are dropped part-way.',
    }),
    agreement: z
      .array(z.object({ cut: PartialCut, pearson: Agreement, kendall: Agreement }))
      .meta({ description: 'How well the score so far foretells the final one.' }),
  })
  .meta({ id: 'PoolDiagnostics' })
export type PoolDiagnostics = z.infer<typeof PoolDiagnostics>

export const BestOfNDiagnostics = z
  .object({
    kind: z.literal('best_of_n'),
    policy: policy.meta({
      description: `best_of with an aggregation: ${AGGREGATIONS.join(', ')}.`,
    }),
    subsets: z.array(PoolDiagnostics.extend(named)),
  })
  .meta({ id: 'BestOfNDiagnostics' })
export type BestOfNDiagnostics = z.infer<typeof BestOfNDiagnostics>

const strict = Rate.meta({ description: 'Items whose chosen one is strictly first.' })

export const PreferenceDiagnostics = z
  .object({
    kind: z.literal('preference'),
    policy,
    outcomes: z.record(z.enum(PREFERENCE_OUTCOMES), z.int()),
    subsets: z.array(z.object({ ...named, margins: PreferenceMargins })),
    slices: z.object({
      subset: z.array(z.object({ ...named, strict })),
      rejected: z
        .array(z.object({ rejected: z.int(), strict }))
        .meta({ description: 'By how many the chosen one is compared with.' }),
    }),
  })
  .meta({ id: 'PreferenceDiagnostics' })
export type PreferenceDiagnostics = z.infer<typeof PreferenceDiagnostics>

/** What lies behind a run's metrics under one policy, by the kind of benchmark. */
export const Diagnostics = z
  .discriminatedUnion('kind', [
    FirstErrorDiagnostics,
    StepLabelsDiagnostics,
    BestOfNDiagnostics,
    PreferenceDiagnostics,
  ])
  .meta({ id: 'Diagnostics' })
export type Diagnostics = z.infer<typeof Diagnostics>
