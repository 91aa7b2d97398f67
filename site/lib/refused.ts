import type { z } from 'zod'
import { type ErrorBody, issuesOf } from '#schema/error.ts'

/** Why a page cannot be shown. The middleware turns it into the page that says so. */
export class Refused extends Error {
  readonly body: ErrorBody
  constructor(body: ErrorBody) {
    super(body.message)
    this.name = 'Refused'
    this.body = body
  }
}

/** The status a refused page answers with: 404 also when its path could not name anything. */
export function statusOf({ code, issues = [] }: ErrorBody): 404 | 400 {
  const inPath = issues.some(({ field }) => PATH_FIELDS.has(field))
  return code === 'not_found' || inPath ? 404 : 400
}
const PATH_FIELDS = new Set(['benchmark', 'item', 'id'])

/** The parameters of an address. A field left empty in a form is one that was not given. */
export function readQuery<Query extends z.ZodType>(url: URL, schema: Query): z.infer<Query> {
  const given = [...url.searchParams].filter(([, value]) => value !== '')
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  throw new Refused({
    code: 'invalid_request',
    message: 'This address asks for something that does not exist',
    issues: issuesOf(parsed.error),
  })
}

/** An address with parameters; those undefined are left out. */
export function address(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
