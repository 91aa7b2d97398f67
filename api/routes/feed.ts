import { createRoute, z } from '@hono/zod-openapi'
import { Feed } from 'feed'
import { BenchmarkId } from '#schema/benchmark.ts'
import type { Event } from '#schema/event.ts'
import { listEvents } from '../queries/events.ts'
import { file, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/events.atom',
  summary: 'The newest entries of the public log as an Atom feed',
  request: { query: z.object({ benchmark: BenchmarkId.optional() }) },
  responses: { 200: file('application/atom+xml', 'At most 50 entries, newest first.') },
})

export const feedRoutes = router().openapi(show, async (c) => {
  const { benchmark } = c.req.valid('query')
  const events = await listEvents(c.var.db, { benchmark }, { limit: 50 })
  const { origin, href } = new URL(c.req.url)
  const feed = new Feed({
    id: href,
    title: benchmark === undefined ? 'Stepmark' : `Stepmark: ${benchmark}`,
    updated: new Date(events[0]?.at ?? 0),
    generator: 'Stepmark',
    link: `${origin}/activity`,
    feedLinks: { atom: href },
    author: { name: 'Stepmark' },
  })
  for (const event of events) {
    const link = `${origin}${placeOf(event)}`
    feed.addItem({
      id: `${origin}/api/v1/events/${event.sequence}`,
      title: titleOf(event),
      link,
      date: new Date(event.at),
      published: new Date(event.at),
      author: [{ name: event.submitter ?? 'operator' }],
      description: Object.entries(event.detail)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
    })
  }
  return c.body(feed.atom1(), 200, { 'content-type': 'application/atom+xml; charset=utf-8' })
})

function titleOf({ type, benchmark, run, detail }: Event): string {
  const about = [detail['model'] ?? run, benchmark].filter((part) => part != null)
  const words = type.replaceAll('_', ' ')
  return about.length === 0 ? words : `${words}: ${about.join(' on ')}`
}

function placeOf({ run, benchmark, sequence }: Event): string {
  if (run !== null) return `/runs/${run}`
  return benchmark === null ? `/activity#e${sequence}` : `/boards/${benchmark}`
}
