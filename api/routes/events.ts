import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { Event, EventType } from '#schema/event.ts'
import { RunId } from '#schema/run.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { listEvents } from '../queries/events.ts'
import { json, router } from '../router.ts'

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'The public log, newest first',
  request: {
    query: PageQuery.extend({
      run: RunId.optional(),
      benchmark: BenchmarkId.optional(),
      type: EventType.optional(),
    }),
  },
  responses: {
    200: page(Event, 'Entries, which are only ever added to.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
  },
})

export const eventRoutes = router().openapi(list, async (c) => {
  const { limit, cursor, run, benchmark, type } = c.req.valid('query')
  const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.int()]))
  if (!place) return refuseCursor(c)
  const filter = { run, benchmark, type }
  const found = await listEvents(c.var.db, filter, { limit: limit + 1, before: place[0] })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last ? writeCursor([last.sequence]) : null
  return answerPage(c, { rows, next, facets: {} })
})
