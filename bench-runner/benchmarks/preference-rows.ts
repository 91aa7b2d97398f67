import { z } from 'zod'
import { Text } from '#schema/item.ts'
import { ComparedSteps, MAX_REJECTED, PreferenceItem } from '#schema/preference-item.ts'
import { FieldPath, fieldsOf, rowIssues, valueAt } from './field-path.ts'
import type { ReadRow, RowPlace } from './read-rows.ts'

/** One path, or several that are read in order; those a row lacks are left out. */
const FieldPaths = z.union([FieldPath, z.array(FieldPath).min(1).max(16)])

/**
 * Where a row of a preference file holds what an item needs. Several paths of the problem are its
 * paragraphs; of those compared, their steps.
 */
export const PreferenceRows = z.strictObject({
  fields: z.strictObject({
    id: FieldPath.optional(),
    problem: FieldPaths,
    chosen: FieldPaths,
    rejected: FieldPaths.meta({ description: 'Lists, one member for each rejected one.' }),
    task: FieldPath.optional(),
    subset: FieldPath.optional(),
  }),
})
export type PreferenceRows = z.infer<typeof PreferenceRows>

const { id, subset, problem, task } = PreferenceItem.shape
const Steps = z.union([Text.transform((text) => [text]), ComparedSteps])
const Row = z.object({
  id,
  subset,
  problem,
  task: z.union([task.unwrap(), z.number().transform(String)]).optional(),
  chosen: Steps,
  rejected: z.array(Steps).max(MAX_REJECTED),
})

/** A preference from one row, or what is wrong with it, named by the fields of the file. */
export function readPreferenceRow(
  row: unknown,
  { place, format: { fields } }: { place: RowPlace; format: PreferenceRows },
): ReadRow<PreferenceItem> {
  const { problem, chosen, rejected, ...single } = fields
  const named = {
    ...single,
    problem: firstOf(problem),
    chosen: firstOf(chosen),
    rejected: firstOf(rejected),
  }
  const parsed = Row.safeParse({
    ...place,
    ...fieldsOf(row, single),
    problem: paragraphs(partsOf(row, problem)),
    chosen: stepsOf(partsOf(row, chosen)),
    rejected: membersOf(partsOf(row, rejected)),
  })
  if (!parsed.success) return { issues: rowIssues(parsed.error, { row, fields: named }) }
  const item = PreferenceItem.safeParse(parsed.data)
  if (!item.success) return { issues: rowIssues(item.error, { row, fields: named }) }
  return { item: item.data }
}

/** The path that stands for all of them where a row is refused. */
function firstOf(paths: z.infer<typeof FieldPaths>): string | undefined {
  return [paths].flat()[0]
}

/** What stands at each path, less what the row lacks. */
function partsOf(row: unknown, paths: z.infer<typeof FieldPaths>): readonly unknown[] {
  return [paths].flat().flatMap((path) => {
    const value = valueAt(row, path)
    return value === undefined || value === null ? [] : [value]
  })
}

/** Texts, and lists of them, as paragraphs; what is no text is left for the schema to refuse. */
function paragraphs(parts: readonly unknown[]): unknown {
  const texts = parts.flat()
  const other = texts.find((text) => typeof text !== 'string')
  if (other !== undefined) return other
  return texts.length === 0 ? undefined : texts.join('\n\n')
}

/** Steps from one part, a text or a list of them, or from several. */
function stepsOf(parts: readonly unknown[]): unknown {
  return parts.length === 1 ? parts[0] : parts.flat()
}

/** The members of a list; of several lists of one length, those at each place together. */
function membersOf(parts: readonly unknown[]): unknown {
  const [first, ...others] = parts
  if (others.length === 0) return first
  const lists = parts.flatMap((part) => (Array.isArray(part) ? [part as readonly unknown[]] : []))
  const lengths = new Set(lists.map(({ length }) => length))
  if (lists.length < parts.length || lengths.size > 1) return undefined
  return lists[0]?.map((_, place) => stepsOf(lists.flatMap((list) => list[place] ?? [])))
}
