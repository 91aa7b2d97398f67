import { z } from 'zod'
import { type Issue, issuesOf } from '#schema/error.ts'
import { type FirstErrorItem, Trajectory } from '#schema/item.ts'
import { at, type Label, NONE } from '#schema/verdict.ts'

const FieldPath = z
  .string()
  .regex(/^[^.]+(\.[^.]+)*$/, 'Write a field name, or names joined by dots')
  .max(200)

/** Where a row of someone's file holds what an item needs, and how it writes a label. */
export const RowFormat = z.strictObject({
  fields: z.strictObject({
    id: FieldPath,
    problem: FieldPath,
    steps: FieldPath,
    label: FieldPath,
    generator: FieldPath.optional(),
    finalAnswerCorrect: FieldPath.optional(),
  }),
  indexBase: z.literal([0, 1]).meta({ description: 'The number of the first step.' }),
  noError: z
    .union([z.int(), z.string().max(100), z.null()])
    .meta({ description: 'The label of an item without an error.' }),
})
export type RowFormat = z.infer<typeof RowFormat>

export const PROCESSBENCH_ROWS: RowFormat = {
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

const Row = z.object({
  ...Trajectory.shape,
  label: z.union([z.int(), z.string(), z.null()], {
    error: ({ input }) => (input === undefined ? 'Missing' : 'Write a step number'),
  }),
  generator: z.string().max(200).nullish(),
  finalAnswerCorrect: z.boolean().nullish(),
})

/** An item from one row, or what is wrong with it, named by the fields of the file. */
export function readRow(
  row: unknown,
  { subset, format }: { subset: string | { readonly field: string }; format: RowFormat },
): { readonly status: 'ok'; readonly item: FirstErrorItem } | { readonly issues: Issue[] } {
  const names = Object.entries(format.fields)
  const parsed = Row.safeParse({
    ...Object.fromEntries(names.map(([name, path = '']) => [name, valueAt(row, path)])),
    subset: typeof subset === 'string' ? subset : valueAt(row, subset.field),
  })
  const sourceNames = new Map(names)
  if (!parsed.success) {
    const id = Trajectory.shape.id.safeParse(valueAt(row, format.fields.id)).data
    const issues = issuesOf(parsed.error).map(({ field, message }) => {
      const [name = '', ...rest] = field.split('.')
      const path = [sourceNames.get(name) ?? name, ...rest].join('.')
      return { ...(id !== undefined && { item: id }), field: path, message }
    })
    return { issues }
  }
  const { label: written, generator, finalAnswerCorrect, ...trajectory } = parsed.data
  const label = readLabel(written, { format, steps: trajectory.steps.length })
  if (typeof label === 'string') {
    return { issues: [{ item: trajectory.id, field: format.fields.label, message: label }] }
  }
  const item = {
    ...trajectory,
    label,
    ...(generator != null && { generator }),
    ...(finalAnswerCorrect != null && { finalAnswerCorrect }),
  }
  return { status: 'ok', item }
}

/** The label, or why there is none. */
function readLabel(
  written: string | number | null,
  { format, steps }: { format: RowFormat; steps: number },
): Label | string {
  const { indexBase, noError } = format
  if (written === noError) return NONE
  const range = `${indexBase} to ${indexBase + steps - 1}, or ${JSON.stringify(noError)} for none`
  if (typeof written !== 'number') return `${JSON.stringify(written)} is no label. Write ${range}`
  const step = written - indexBase
  if (step < 0 || step >= steps) return `There is no step ${written}. Write ${range}`
  return at(step)
}

function valueAt(row: unknown, path: string): unknown {
  let value = row
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}
