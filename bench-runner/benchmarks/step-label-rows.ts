import { z } from 'zod'
import { compiled } from '#schema/compiled.ts'
import { Trajectory } from '#schema/item.ts'
import { StepLabelsItem } from '#schema/step-labels-item.ts'
import { FieldPath, fieldsOf, rowIssues } from './field-path.ts'
import type { ReadRow, RowPlace } from './read-rows.ts'

const Mark = z.union([z.string().max(100), z.number(), z.boolean(), z.null()]).meta({ id: 'Mark' })

/**
 * Where a row of a step-labels file holds what an item needs. Its labels are either the numbers of the
 * wrong steps, or a mark for each step.
 */
export const StepLabelRows = z.strictObject({
  fields: z.strictObject({
    id: FieldPath.optional(),
    problem: FieldPath,
    steps: FieldPath,
    labels: FieldPath,
    reason: FieldPath.optional(),
    subset: FieldPath.optional(),
  }),
  indexBase: z.literal([0, 1]).optional().meta({
    description: 'The labels are numbers of wrong steps; this is the number of the first step.',
  }),
  marks: z
    .strictObject({ right: z.array(Mark).min(1), wrong: z.array(Mark).min(1) })
    .optional()
    .meta({ description: 'The labels are one mark a step: those of right and of wrong steps.' }),
})
export type StepLabelRows = z.infer<typeof StepLabelRows>

/** What is wrong with how labels are said to be written, if anything. */
export function labelFormProblem({
  indexBase,
  marks,
}: Pick<StepLabelRows, 'indexBase' | 'marks'>): string | undefined {
  if ((indexBase === undefined) === (marks === undefined)) {
    return 'Give either indexBase, for numbers of wrong steps, or marks, for one a step'
  }
  const both = marks?.right.find((mark) => marks.wrong.includes(mark))
  return both === undefined ? undefined : `${JSON.stringify(both)} cannot mean right and wrong`
}

const Row = compiled(
  z.object({
    ...Trajectory.shape,
    labels: z.array(Mark, { error: 'Write a list of step numbers or of marks' }),
    reason: z.string().nullish(),
  }),
)
const Item = compiled(StepLabelsItem)

/** An item from one row, or what is wrong with it, named by the fields of the file. */
export function readStepLabelRow(
  row: unknown,
  { place, format }: { place: RowPlace; format: StepLabelRows },
): ReadRow<StepLabelsItem> {
  const { fields } = format
  const parsed = Row().safeParse({ ...place, ...fieldsOf(row, fields) })
  if (!parsed.success) return { issues: rowIssues(parsed.error, { row, fields }) }
  const { labels, reason, ...trajectory } = parsed.data
  const wrongSteps = readLabels(labels, { format, steps: trajectory.steps.length })
  if (typeof wrongSteps === 'string') {
    return { issues: [{ item: trajectory.id, field: fields.labels, message: wrongSteps }] }
  }
  const item = Item().safeParse({ ...trajectory, wrongSteps, ...(reason && { reason }) })
  if (item.success) return { item: item.data }
  return {
    issues: rowIssues(item.error, { row, fields: { ...fields, wrongSteps: fields.labels } }),
  }
}

/** The wrong steps, or why the labels cannot be read. */
function readLabels(
  labels: readonly z.infer<typeof Mark>[],
  { format: { indexBase = 0, marks }, steps }: { format: StepLabelRows; steps: number },
): readonly number[] | string {
  if (!marks) {
    const range = `${indexBase} to ${indexBase + steps - 1}`
    const wrong = new Set<number>()
    for (const label of labels) {
      const step = typeof label === 'number' ? label - indexBase : Number.NaN
      if (!Number.isInteger(step) || step < 0 || step >= steps) {
        return `There is no step ${JSON.stringify(label)}. Write ${range}`
      }
      wrong.add(step)
    }
    return [...wrong].sort((a, b) => a - b)
  }
  if (labels.length !== steps) return `${labels.length} marks for ${steps} steps`
  const unknown = labels.find((mark) => !marks.right.includes(mark) && !marks.wrong.includes(mark))
  if (unknown !== undefined) return `${JSON.stringify(unknown)} is no mark of the manifest`
  return labels.flatMap((mark, step) => (marks.wrong.includes(mark) ? step : []))
}
