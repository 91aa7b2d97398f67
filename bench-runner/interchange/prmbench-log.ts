import { z } from 'zod'
import { type Issue, issuesOf } from '#schema/error.ts'
import { REDUNDANCY_THRESHOLD } from '#schema/metrics/step-counts.ts'
import { StepScores } from '#schema/prediction-line.ts'
import { type ImportFormat, NO_SUCH_ITEM, refusedRow } from './import-format.ts'
import { goodSteps } from './step-rule.ts'

const StepLabels = z.array(z.union([z.boolean(), z.literal([0, 1]).transform(Boolean)]))

const Row = z.object({
  idx: z.string(),
  validity: z.boolean().optional(),
  scores: z
    .object({
      step_level_validity_scores: StepScores.optional(),
      step_level_validity_labels: StepLabels.optional(),
      step_level_redundancy_scores: StepScores.optional(),
      step_level_redundancy_labels: StepLabels.optional(),
    })
    .optional(),
})
type Scores = NonNullable<z.infer<typeof Row>['scores']>

/** The labels of redundancy that our metrics would give. */
const REDUNDANCY_RULE = `fixed:${REDUNDANCY_THRESHOLD}`

/**
 * What the evaluator of PRMBench logs (Song et al. 2025): scores of an item's steps, and labels made
 * of them by the rule of the model's wrapper, a score above a threshold. Labels that are not what the
 * rule makes of the scores are refused: then the scores, or the rule, are not those of the numbers.
 */
export const prmBenchLog: ImportFormat = {
  id: 'prmbench',
  repeated: 'first',
  readRow(value, { find, rule }) {
    const row = Row.safeParse(value)
    if (!row.success) return refusedRow(undefined, ...issuesOf(row.error))
    const { idx: id, validity, scores } = row.data
    if (find(id) === undefined) return refusedRow(id, { field: 'idx', message: NO_SUCH_ITEM })
    if (validity === false) return { status: 'missing', id }
    const validityScores = scores?.step_level_validity_scores
    if (scores === undefined || validityScores === undefined) {
      const message = 'No scores; labels alone cannot be recomputed'
      return refusedRow(id, { field: 'scores.step_level_validity_scores', message })
    }
    const issues = labelIssues(scores, rule)
    if (issues.length > 0) return refusedRow(id, ...issues)
    const redundancy = scores.step_level_redundancy_scores
    return {
      status: 'line',
      line: { id, scores: validityScores, ...(redundancy && { channels: { redundancy } }) },
      ...(scores.step_level_validity_labels === undefined && {
        warning: 'no labels to check the scores by',
      }),
    }
  },
}

function labelIssues(
  {
    step_level_validity_scores: scores,
    step_level_validity_labels: labels,
    step_level_redundancy_scores: redundancy,
    step_level_redundancy_labels: redundant,
  }: Scores,
  rule: string | undefined,
): readonly Issue[] {
  if (labels && rule === undefined) {
    const message = 'No rule says how they were made of the scores; give --rule or --cut'
    return [{ field: 'scores.step_level_validity_labels', message }]
  }
  if (redundant && !redundancy) {
    const message = 'No scores of redundancy to these labels'
    return [{ field: 'scores.step_level_redundancy_scores', message }]
  }
  return [
    ...differences('scores.step_level_validity_labels', labels, { scores, rule }),
    ...differences('scores.step_level_redundancy_labels', redundant, {
      scores: redundancy,
      rule: REDUNDANCY_RULE,
    }),
  ]
}

function differences(
  field: string,
  labels: readonly boolean[] | undefined,
  {
    scores = [],
    rule,
  }: { scores: z.infer<typeof StepScores> | undefined; rule: string | undefined },
): readonly Issue[] {
  if (labels === undefined || rule === undefined) return []
  if (labels.length !== scores.length) {
    return [{ field, message: `${labels.length} labels for ${scores.length} scores` }]
  }
  return goodSteps(scores, rule).flatMap((good, step) =>
    good === null || good === labels[step]
      ? []
      : {
          field: `${field}.${step}`,
          message: `${labels[step]}; ${rule} makes ${good} of ${scores[step]}`,
        },
  )
}
