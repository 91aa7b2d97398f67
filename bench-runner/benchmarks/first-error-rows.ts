import { z } from 'zod'
import { compiled } from '#schema/compiled.ts'
import { type FirstErrorItem, Trajectory } from '#schema/item.ts'
import { at, type Label, NONE } from '#schema/verdict.ts'
import { FieldPath, fieldsOf, rowIssues } from './field-path.ts'
import type { ReadRow, RowPlace } from './read-rows.ts'

/** Where a row of a first-error file holds what an item needs, and how it writes a label. */
export const FirstErrorRows = z.strictObject({
  fields: z.strictObject({
    id: FieldPath.optional(),
    problem: FieldPath,
    steps: FieldPath,
    label: FieldPath,
    generator: FieldPath.optional(),
    finalAnswerCorrect: FieldPath.optional(),
    subset: FieldPath.optional(),
  }),
  indexBase: z.literal([0, 1]).meta({ description: 'The number of the first step.' }),
  noError: z
    .union([z.int(), z.string().max(100), z.null()])
    .meta({ description: 'The label of an item without an error.' }),
})
export type FirstErrorRows = z.infer<typeof FirstErrorRows>

export const PROCESSBENCH_ROWS: FirstErrorRows = {
  fields: {
    id: 'id',
    problem: 'problem',
    steps: 'steps',
    label: 'label',
    generator: 'generator',
    finalAnswerCorrect: 'final_answer_correct',
  },
  indexBase: 0,
  noError: -1,
}

const Row = compiled(
  z.object({
    ...Trajectory.shape,
    label: z.union([z.int(), z.string(), z.null()], {
      error: ({ input }) => (input === undefined ? 'Missing' : 'Write a step number'),
    }),
    generator: z.string().max(200).nullish(),
    finalAnswerCorrect: z.boolean().nullish(),
  }),
)

/** An item from one row, or what is wrong with it, named by the fields of the file. */
export function readFirstErrorRow(
  row: unknown,
  { place, format }: { place: RowPlace; format: FirstErrorRows },
): ReadRow<FirstErrorItem> {
  const { fields } = format
  const parsed = Row().safeParse({ ...place, ...fieldsOf(row, fields) })
  if (!parsed.success) return { issues: rowIssues(parsed.error, { row, fields }) }
  const { label: written, generator, finalAnswerCorrect, ...trajectory } = parsed.data
  const label = readLabel(written, { format, steps: trajectory.steps.length })
  if (typeof label === 'string') {
    return { issues: [{ item: trajectory.id, field: fields.label, message: label }] }
  }
  const item = {
    ...trajectory,
    label,
    ...(generator != null && { generator }),
    ...(finalAnswerCorrect != null && { finalAnswerCorrect }),
  }
  return { item }
}

/** The label, or why there is none. */
function readLabel(
  written: string | number | null,
  { format, steps }: { format: FirstErrorRows; steps: number },
): Label | string {
  const { indexBase, noError } = format
  if (written === noError) return NONE
  const range = `${indexBase} to ${indexBase + steps - 1}, or ${JSON.stringify(noError)} for none`
  if (typeof written !== 'number') return `${JSON.stringify(written)} is no label. Write ${range}`
  const step = written - indexBase
  if (step < 0 || step >= steps) return `There is no step ${written}. Write ${range}`
  return at(step)
}
