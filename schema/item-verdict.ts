import { z } from 'zod'
import { OUTCOMES } from './metrics/decision.ts'

/** What became of a step-labels item: every step judged as labelled, or what went wrong. */
export const STEP_OUTCOMES = ['all_right', 'missed_steps', 'false_flags', 'both'] as const
/** What became of a pool's problem: what was chosen, or why there was nothing to choose. */
export const CHOICE_OUTCOMES = ['chose_right', 'chose_wrong', 'only_right', 'none_right'] as const

/** What became of a preference: where the chosen one stands among the rejected ones. */
export const PREFERENCE_OUTCOMES = [
  'chosen_first',
  'tied_first',
  'outranked',
  'chosen_unscored',
  'none_rejected',
] as const
export type PreferenceOutcome = (typeof PREFERENCE_OUTCOMES)[number]

export const ALL_OUTCOMES = [
  ...OUTCOMES,
  ...STEP_OUTCOMES,
  ...CHOICE_OUTCOMES,
  ...PREFERENCE_OUTCOMES,
] as const
export const AnyOutcome = z.enum(ALL_OUTCOMES).meta({
  id: 'Outcome',
  description:
    'First error: hit, early, late, missed (nothing flagged), passed_gold (the gold step passed, later scores missing), passed, false_alarm, undecided (hinges on a missing score); only hit and passed are right. Step labels: all_right, missed_steps (a wrong step passed), false_flags (a right step flagged), both. Pools: chose_right, chose_wrong; only_right and none_right where every candidate, or none, is right. Preferences: chosen_first, the only right one; tied_first, outranked, chosen_unscored; none_rejected where there is nothing to compare with.',
})
export type AnyOutcome = z.infer<typeof AnyOutcome>

/** What a policy concluded: a flagged step, none, or undecided at the step whose score is missing. */
export const Decision = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('at'), step: z.int() }),
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('undecided'), step: z.int() }),
  ])
  .meta({ id: 'Decision' })

const Verdicts = {
  first_error: z.object({
    kind: z.literal('first_error'),
    outcome: z.enum(OUTCOMES),
    decision: Decision,
  }),
  step_labels: z.object({
    kind: z.literal('step_labels'),
    outcome: z.enum(STEP_OUTCOMES),
    flagged: z.array(z.int()).meta({ description: 'Steps judged wrong, 0-based.' }),
    unscored: z
      .array(z.int())
      .meta({ description: 'Steps without a score, each counted as judged wrongly.' }),
  }),
  best_of_n: z.object({
    kind: z.literal('best_of_n'),
    outcome: z.enum(CHOICE_OUTCOMES),
    right: z.boolean(),
    chosen: z.int().nullable().meta({
      description:
        'The candidate taken, or the first that gives the answer voted for; null for none.',
    }),
    tied: z.int().meta({ description: 'Candidates or answers that share the top; 0 for none.' }),
  }),
  preference: z.object({
    kind: z.literal('preference'),
    outcome: z.enum(PREFERENCE_OUTCOMES),
    above: z.int().meta({ description: 'Rejected ones above the chosen one.' }),
    tied: z.int().meta({ description: 'Rejected ones with the same score.' }),
    beaten: z.int().meta({ description: 'Rejected ones below it, or without a score.' }),
  }),
}

/** What a policy made of one item, by the kind of benchmark. */
export const ItemVerdict = z
  .discriminatedUnion('kind', [
    Verdicts.first_error,
    Verdicts.step_labels,
    Verdicts.best_of_n,
    Verdicts.preference,
  ])
  .meta({ id: 'ItemVerdict' })
export type ItemVerdict = z.infer<typeof ItemVerdict>
export type FirstErrorVerdict = z.infer<typeof Verdicts.first_error>
export type StepLabelsVerdict = z.infer<typeof Verdicts.step_labels>
export type ChoiceVerdict = z.infer<typeof Verdicts.best_of_n>
export type PreferenceVerdict = z.infer<typeof Verdicts.preference>
