import type { z } from 'zod'
import { issuesOf } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from './failure.ts'
import { readText } from './read-text.ts'

/** Reads a file of JSON as a record; refused with every field that does not fit. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<{ readonly status: 'ok'; readonly value: z.infer<Schema> } | Failed> {
  const file = await readText(path)
  if (file.status === 'failed') return file
  let json: unknown
  try {
    json = JSON.parse(file.text)
  } catch (error) {
    return failed('invalid', `${path} is not JSON: ${reasonOf(error)}`)
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { status: 'ok', value: parsed.data }
  return failed('invalid', `${path} has fields that cannot be read`, issuesOf(parsed.error))
}
