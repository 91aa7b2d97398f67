import { z } from 'zod'
import { type Issue, issuesOf } from '#schema/error.ts'
import { ItemId } from '#schema/item.ts'

/** Where a row holds a value: names joined by dots; an index reaches into a list, `*` into each of its members. */
export const FieldPath = z
  .string()
  .regex(/^[^.]+(\.[^.]+)*$/, 'Write a field name, or names joined by dots')
  .max(200)
  .meta({ id: 'FieldPath' })

/** The value at a path; of each member, in a list, where the path has a `*`. */
export function valueAt(row: unknown, path: string): unknown {
  return reach(row, path.split('.'))
}

function reach(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value
  if (key === '*') {
    return Array.isArray(value) ? value.map((member) => reach(member, rest)) : undefined
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return reach((value as Readonly<Record<string, unknown>>)[key], rest)
}

/** A row's fields under our names. */
export function fieldsOf(
  row: unknown,
  fields: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const given = Object.entries(fields).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, valueAt(row, path)]],
  )
  return Object.fromEntries(given)
}

/** What is wrong with a row's fields, each named as the file names it. */
export function rowIssues(
  error: z.core.$ZodError,
  {
    row,
    fields,
  }: { readonly row: unknown; readonly fields: Readonly<Record<string, string | undefined>> },
): Issue[] {
  const id = ItemId.safeParse(fields['id'] && valueAt(row, fields['id'])).data
  return issuesOf(error).map(({ field, message }) => ({
    ...(id !== undefined && { item: id }),
    field: sourceField(field, fields),
    message,
  }))
}

/** `answer.3` as the file writes it: the path of `answer`, its `*` replaced by 3. */
function sourceField(field: string, fields: Readonly<Record<string, string | undefined>>): string {
  const [name = '', ...rest] = field.split('.')
  const path = (fields[name] ?? name).replaceAll('*', (star) => rest.shift() ?? star)
  return [path, ...rest].join('.')
}
