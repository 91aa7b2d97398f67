import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { BestOfNItem, Candidate } from './best-of-n-item.ts'
import { FirstErrorItem, ItemId, Trajectory } from './item.ts'
import { ItemVerdict } from './item-verdict.ts'
import { StepScores } from './prediction-line.ts'
import { PreferenceItem } from './preference-item.ts'
import { RunId } from './run.ts'
import { Standing } from './standing.ts'
import { StepLabelsItem } from './step-labels-item.ts'
import { Label } from './verdict.ts'

const { id, subset, problem, steps } = Trajectory.shape
const { generator, finalAnswerCorrect } = FirstErrorItem.shape
const { wrongSteps, reason, original } = StepLabelsItem.shape

/** What lists tell of an item: its labels, and what else is known without reading it. */
export const ItemSummary = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('first_error'),
      id,
      subset,
      steps: z.int(),
      label: Label,
      generator,
      finalAnswerCorrect,
    }),
    z.object({ kind: z.literal('step_labels'), id, subset, steps: z.int(), wrongSteps }),
    z.object({
      kind: z.literal('best_of_n'),
      id,
      subset,
      steps: z.int(),
      candidates: z.int(),
      correct: z.int().meta({ description: 'Candidates that are right.' }),
    }),
    z.object({
      kind: z.literal('preference'),
      id,
      subset,
      rejected: z.int().meta({ description: 'How many the chosen one is compared with.' }),
      task: PreferenceItem.shape.task,
    }),
  ])
  .meta({ id: 'ItemSummary' })
export type ItemSummary = z.infer<typeof ItemSummary>

/** An item in full. */
export const ItemContent = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('first_error'),
      problem,
      steps,
      label: Label,
      generator,
      finalAnswerCorrect,
    }),
    z.object({ kind: z.literal('step_labels'), problem, steps, wrongSteps, reason, original }),
    z.object({
      kind: z.literal('best_of_n'),
      problem,
      groundTruth: BestOfNItem.shape.groundTruth,
      candidates: z.array(Candidate),
    }),
    z.object({
      kind: z.literal('preference'),
      problem,
      chosen: PreferenceItem.shape.chosen,
      rejected: PreferenceItem.shape.rejected,
      task: PreferenceItem.shape.task,
    }),
  ])
  .meta({ id: 'ItemContent' })
export type ItemContent = z.infer<typeof ItemContent>

/** An item with its neighbours. */
export const ItemDetail = z
  .object({
    id: ItemId,
    benchmark: BenchmarkId,
    revision: z.string(),
    subset,
    content: ItemContent,
    previous: ItemId.nullable().meta({ description: 'The item before it in its subset.' }),
    next: ItemId.nullable().meta({ description: 'The item after it there.' }),
    related: z.array(ItemSummary).meta({ description: 'Of the same problem, at most 20.' }),
  })
  .meta({ id: 'ItemDetail' })
export type ItemDetail = z.infer<typeof ItemDetail>

/** An item as a run judged it under one policy. */
export const RunItem = z.object({ item: ItemSummary, verdict: ItemVerdict }).meta({ id: 'RunItem' })
export type RunItem = z.infer<typeof RunItem>

/** One list of step scores, or one for each candidate of a pool. */
const Series = z.union([StepScores, z.array(StepScores)])

/** What one run said of one item. */
export const ItemJudgement = z
  .object({
    run: RunId,
    rank: Standing.shape.rank,
    model: Standing.shape.model,
    policy: z.string(),
    threshold: z.number().nullable().meta({ description: 'The cut; null where there is none.' }),
    scores: Series.nullable().meta({
      description:
        'One score a step, null where there is none; of a pool, a list for each candidate; of preferences, the chosen one and then each rejected one; null for runs of votes.',
    }),
    channels: z.record(z.string(), Series).meta({ description: 'Series beside the scores.' }),
    draws: z.array(Series).meta({ description: 'Repeated scores, whose mean the scores are.' }),
    votes: z.array(z.int().nullable()).nullable().meta({
      description: 'A 0-based step, -1 for none, null if unreadable; null for runs of scores.',
    }),
    verdict: ItemVerdict,
  })
  .meta({ id: 'ItemJudgement' })
export type ItemJudgement = z.infer<typeof ItemJudgement>
