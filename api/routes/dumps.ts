import { createRoute, z } from '@hono/zod-openapi'
import { Dump, DumpRow } from '#schema/dump.ts'
import { ErrorBody } from '#schema/error.ts'
import { mayBePassedOn } from '#schema/manifest.ts'
import { RunId } from '#schema/run.ts'
import { Sha256 } from '#schema/sha256.ts'
import { dumpKey, DUMPS } from '../dump.ts'
import { answerPage, page, WholeQuery } from '../page.ts'
import { LinkKey } from '../link.ts'
import { findRun } from '../queries/runs.ts'
import { notOurs } from '../passing-on.ts'
import { file, json, refuse, router } from '../router.ts'
import { fileKey } from '../stored-file.ts'

const list = createRoute({
  method: 'get',
  path: '/dumps',
  summary: 'The dumps of the last nights, newest first',
  request: { query: WholeQuery },
  responses: { 200: page(DumpRow, 'At most a thousand of them.') },
})

const show = createRoute({
  method: 'get',
  path: '/dumps/{date}',
  summary: 'One dump: the hash of every file it takes to rebuild the service',
  request: { params: z.object({ date: DumpRow.shape.date }) },
  responses: { 200: json(Dump, 'The dump.'), 404: json(ErrorBody, 'No dump of that day.') },
})

const GZIP = 'application/gzip'

const byHash = createRoute({
  method: 'get',
  path: '/exports/{sha256}',
  summary: 'A file of a dump, by its hash',
  request: { params: z.object({ sha256: Sha256 }) },
  responses: {
    200: file(GZIP, 'Gzipped NDJSON, or JSON for the catalog. It never changes.'),
    404: json(ErrorBody, 'No such file.'),
  },
})

const ofRun = createRoute({
  method: 'get',
  path: '/runs/{id}/export',
  summary: 'All there is of a run in one file: manifest, metrics and predictions as uploaded',
  request: { params: z.object({ id: RunId }), query: z.object({ key: LinkKey }) },
  responses: {
    200: file(GZIP, 'Gzipped NDJSON, as it was when the run was listed. It never changes.'),
    403: json(ErrorBody, 'The scores came from a publication that states no licence.'),
    404: json(ErrorBody, 'No such run, or its file is not written yet.'),
  },
})

export const dumpRoutes = router()
  .openapi(list, async (c) => {
    const { objects } = await c.env.FILES.list({ prefix: DUMPS, include: ['customMetadata'] })
    const rows = objects.map(({ key, size, customMetadata }) => ({
      date: key.slice(DUMPS.length, -'.json'.length),
      sha256: customMetadata?.['sha256'] ?? '',
      bytes: size,
      runs: Number(customMetadata?.['runs']),
    }))
    return answerPage(c, { rows: rows.reverse(), next: null, facets: {} })
  })
  .openapi(show, async (c) => {
    const { date } = c.req.valid('param')
    const stored = await c.env.FILES.get(dumpKey(date))
    if (!stored) return refuse(c, 'not_found', `No dump of ${date}. See /api/v1/dumps`)
    // Parsed and written again it is the bytes that were stored, which its hash is of.
    return c.json(Dump.parse(await stored.json()), 200)
  })
  .openapi(byHash, async (c) => {
    const { sha256 } = c.req.valid('param')
    const stored = await c.env.FILES.get(fileKey(sha256))
    if (!stored) return refuse(c, 'not_found', 'No such file. See /api/v1/dumps')
    return c.body(await stored.arrayBuffer(), 200, headersOf(sha256))
  })
  .openapi(ofRun, async (c) => {
    const { id } = c.req.valid('param')
    const run = await findRun(c.var.db, id)
    if (!run) return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
    if (!mayBePassedOn(run.manifest)) return refuse(c, 'forbidden', notOurs(run))
    const stored = run.export === null ? null : await c.env.FILES.get(fileKey(run.export))
    if (!stored || run.export === null) {
      return refuse(c, 'not_found', `The file of ${id} is not written yet. Try again in a minute`)
    }
    return c.body(await stored.arrayBuffer(), 200, headersOf(run.export))
  })

function headersOf(hash: string) {
  return { 'content-type': GZIP, 'content-disposition': `attachment; filename="${hash}.gz"` }
}
