import { z } from '@hono/zod-openapi'
import { csvFormat } from 'd3-dsv'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { decodeBase64Url, encodeBase64Url } from 'hono/utils/encode'
import { json, refuse } from './router.ts'

/** What every list takes. */
export const PageQuery = z.object({
  limit: z.coerce.number<string>().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional().meta({ description: '`next` of the page before.' }),
  format: z.enum(['json', 'csv']).default('json').meta({ description: 'csv: the rows alone.' }),
})

/** What every list answers. */
export function page<Row extends z.ZodType>(row: Row, description: string) {
  const schema = z.object({
    rows: z.array(row),
    next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last.' }),
    facets: z.record(z.string(), z.record(z.string(), z.int())).meta({
      description: 'For each filter, its values and how many rows of the whole list have them.',
    }),
  })
  return json(schema, description)
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

const Listed = z.object({ rows: z.array(z.record(z.string(), z.unknown())) })

/** Turns a list into CSV when the query asks for it: one column for each field of the JSON rows. */
export const csvOnRequest = createMiddleware(async (c, next) => {
  await next()
  if (c.req.query('format') !== 'csv' || !c.res.ok) return
  const listed = Listed.safeParse(await c.res.clone().json())
  if (!listed.success) return
  const rows = listed.data.rows.map((row) => Object.fromEntries(flatten(row)))
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  c.res = new Response(`${csvFormat(rows, columns)}\n`, {
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  })
})

/** The leaves of a row under dotted names. Results in it are named by their metric and subset. */
function* flatten(value: unknown, name = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) {
    yield [name, value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)]
    return
  }
  for (const [key, part] of Object.entries(value)) {
    const result = Array.isArray(value) ? Result.safeParse(part).data : undefined
    const label = result ? `${result.metric}.${result.subset}` : key
    const leaves = result ? values(result) : part
    yield* flatten(leaves, name === '' ? label : `${name}.${label}`)
  }
}

/** A result without what its column name says. */
function values({
  metric: _metric,
  subset: _subset,
  policy: _policy,
  ...rest
}: z.infer<typeof Result>) {
  return rest
}
const Result = z.looseObject({ metric: z.string(), subset: z.string(), policy: z.string() })
