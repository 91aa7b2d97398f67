import { z } from 'zod'

const MAX_LENGTH = 300

/** The forms in which servers tell what went wrong: OpenAI’s, FastAPI’s, and a plain one. */
const Errors = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ detail: z.unknown() }).transform(({ detail }) => JSON.stringify(detail)),
])

/** What a server says of an error, in one line of bounded length. */
export function errorText(body: string): string {
  let text = body
  try {
    text = Errors.parse(JSON.parse(body))
  } catch {
    // It is told as it is.
  }
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line
}
