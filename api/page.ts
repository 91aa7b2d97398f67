import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { decodeBase64Url, encodeBase64Url } from 'hono/utils/encode'
import { LIST_FORMAT_NAMES, LIST_FORMATS } from './list-format.ts'
import { json, refuse } from './router.ts'

/** What every list takes. */
export const PageQuery = z.object({
  limit: z.coerce.number<string>().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional().meta({ description: '`next` of the page before.' }),
  fields: z.string().max(500).optional().meta({
    description: 'Fields of the rows to answer with, separated by commas; all without it.',
  }),
  format: z.enum(LIST_FORMAT_NAMES).optional().meta({
    description: 'All but json: the rows alone. Without it the header Accept decides.',
  }),
})

/** What a list takes that is one page. */
export const WholeQuery = PageQuery.pick({ fields: true, format: true })

/** What every list answers. */
export function page<Row extends z.ZodType>(row: Row, description: string) {
  const schema = z.object({
    rows: z.array(row),
    next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last.' }),
    facets: z.record(z.string(), z.record(z.string(), z.int())).meta({
      description: 'For each filter, its values and how many rows of the whole list have them.',
    }),
  })
  const answer = json(schema, description)
  return { ...answer, content: { ...answer.content, ...TABLES } }
}

/** What a list can be beside JSON. It is left out of the types: a typed client asks for JSON. */
const TABLES: object = Object.fromEntries(
  Object.entries(LIST_FORMATS).flatMap(([name, type]) =>
    name === 'json' ? [] : [[type, { schema: z.string() }]],
  ),
)

/** Answers a page of a list, whose next one the header Link names, too. */
export function answerPage<Row, Facets>(
  c: Context,
  list: { readonly rows: readonly Row[]; readonly next: string | null; readonly facets: Facets },
) {
  if (list.next !== null) {
    const url = new URL(c.req.url)
    url.searchParams.set('cursor', list.next)
    c.header('link', `<${url.href}>; rel="next"`)
  }
  return c.json({ ...list, rows: [...list.rows] }, 200)
}

/** A cursor is opaque to clients: the place of the last row, as base64url JSON. */
export function writeCursor(place: readonly (string | number | null)[]): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(place)).buffer)
}

/** Reads a cursor; undefined when it is none of ours. */
export function readCursor<Place extends z.ZodType>(cursor: string, place: Place) {
  try {
    return place.safeParse(JSON.parse(new TextDecoder().decode(decodeBase64Url(cursor)))).data
  } catch {
    return undefined
  }
}

export function refuseCursor(c: Context) {
  return refuse(c, 'invalid_request', 'Unknown cursor. Use `next` of the page before')
}
