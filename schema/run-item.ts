import { z } from 'zod'
import { ItemId } from './item.ts'
import { OUTCOMES } from './metrics/decision.ts'
import { RunId } from './run.ts'
import { Standing } from './standing.ts'
import { Label } from './verdict.ts'

const Outcome = z.enum(OUTCOMES).meta({
  id: 'Outcome',
  description:
    'With an error: hit, early, late, missed (nothing flagged), passed_gold (the gold step passed, later scores missing). Without: passed, false_alarm. Either: undecided (hinges on a missing score). Only hit and passed are right.',
})

/** What a policy concluded: a flagged step, none, or undecided at the step whose score is missing. */
const Decision = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('at'), step: z.int() }),
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('undecided'), step: z.int() }),
  ])
  .meta({ id: 'Decision' })

const about = {
  id: ItemId,
  subset: z.string(),
  label: Label,
  generator: z.string().nullable(),
  finalAnswerCorrect: z.boolean().nullable(),
}

/** An item in short. */
export const ItemSummary = z.object(about).meta({ id: 'ItemSummary' })
export type ItemSummary = z.infer<typeof ItemSummary>

/** An item as a run judged it under one policy. */
export const RunItem = z
  .object({ ...about, steps: z.int(), decision: Decision, outcome: Outcome })
  .meta({ id: 'RunItem' })
export type RunItem = z.infer<typeof RunItem>

/** What one run said of one item. */
export const ItemJudgement = z
  .object({
    run: RunId,
    rank: Standing.shape.rank,
    model: Standing.shape.model,
    policy: z.string(),
    threshold: z.number().nullable().meta({ description: 'The cut; null for votes.' }),
    scores: z.array(z.number().nullable()).nullable().meta({
      description: 'One score a step, null where there is none; null for runs of votes.',
    }),
    votes: z.array(z.int().nullable()).nullable().meta({
      description: 'A 0-based step, -1 for none, null if unreadable; null for runs of scores.',
    }),
    decision: Decision,
    outcome: Outcome,
  })
  .meta({ id: 'ItemJudgement' })
export type ItemJudgement = z.infer<typeof ItemJudgement>
