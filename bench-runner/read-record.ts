import type { z } from 'zod'
import { issuesOf } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from './failure.ts'
import { readText } from './read-text.ts'

/** Reads a file as a record, YAML where its name says so and else JSON; refused with every field that does not fit. */
export async function readRecord<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<{ readonly status: 'ok'; readonly value: z.infer<Schema> } | Failed> {
  const file = await readText(path)
  if (file.status === 'failed') return file
  const isYaml = /\.ya?ml$/.test(path)
  let value: unknown
  try {
    value = isYaml ? (await import('yaml')).parse(file.text) : JSON.parse(file.text)
  } catch (error) {
    return failed('invalid', `${path} is not ${isYaml ? 'YAML' : 'JSON'}: ${reasonOf(error)}`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { status: 'ok', value: parsed.data }
  return failed('invalid', `${path} has fields that cannot be read`, issuesOf(parsed.error))
}
