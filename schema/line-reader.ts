import { z } from 'zod'
import { type Issue, MAX_ISSUES } from './error.ts'

export type ReadLines =
  | { readonly status: 'ok' }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] }

export interface LineReader {
  /** Takes the next line of the file; an empty one is passed over. */
  readonly line: (text: string) => void
  /** Says whether all is well, or everything that is wrong, up to MAX_ISSUES problems. */
  readonly finish: () => ReadLines
}

/**
 * Reads JSON Lines that hold one record an item: each an item that is expected, none twice, and, unless
 * `allowMissing`, none left out. `take` keeps a record and says what is wrong with it.
 */
export function lineReader<Line extends { readonly id: string }>(
  ids: Iterable<string>,
  {
    schema,
    allowMissing,
    take,
  }: {
    readonly schema: z.ZodType<Line>
    readonly allowMissing: boolean
    readonly take: (line: Line) => Iterable<Issue>
  },
): LineReader {
  const expected = new Set(ids)
  const seen = new Set<string>()
  const issues: Issue[] = []
  let number = 0

  function refuse(issue: Issue) {
    if (issues.length < MAX_ISSUES) issues.push(issue)
  }

  return {
    line(text) {
      number += 1
      if (text.trim() === '') return
      const parsed = parseLine(schema, text)
      if (parsed.status === 'refused') {
        for (const issue of parsed.issues) refuse({ line: number, ...issue })
        return
      }
      const { id } = parsed.value
      const where = { item: id, line: number }
      if (!expected.has(id)) {
        refuse({ ...where, field: 'id', message: 'No such item in this benchmark revision' })
      } else if (seen.has(id)) {
        refuse({ ...where, field: 'id', message: 'This item was already given' })
      } else {
        seen.add(id)
        for (const issue of take(parsed.value)) refuse({ ...where, ...issue })
      }
    },
    finish() {
      const missing = allowMissing ? [] : [...expected].filter((id) => !seen.has(id))
      for (const id of missing) {
        refuse({ item: id, field: 'id', message: 'This item has no prediction' })
      }
      return issues.length > 0 ? { status: 'refused', issues } : { status: 'ok' }
    },
  }
}

function parseLine<Line>(
  schema: z.ZodType<Line>,
  text: string,
):
  | { readonly status: 'ok'; readonly value: Line }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    const hint = /\b(NaN|Infinity)\b/.test(text) ? ' (NaN and Infinity are not: write null)' : ''
    return { status: 'refused', issues: [{ field: '', message: `Not a line of JSON${hint}` }] }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { status: 'ok', value: parsed.data }
  const id = z.object({ id: z.string() }).safeParse(json).data?.id
  const issues = parsed.error.issues.map(({ path, message }) => ({
    ...(id !== undefined && { item: id }),
    field: path.join('.'),
    message,
  }))
  return { status: 'refused', issues }
}
