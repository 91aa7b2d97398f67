import type { R2Bucket } from '@cloudflare/workers-types'
import { createRoute, z } from '@hono/zod-openapi'
import { Dump, DumpRow } from '#schema/dump.ts'
import { ErrorBody } from '#schema/error.ts'
import { RunId } from '#schema/run.ts'
import { Sha256 } from '#schema/sha256.ts'
import { dumpKey, DUMPS } from '../dump.ts'
import { answerPage, page, WholeQuery } from '../page.ts'
import { LinkKey } from '../link.ts'
import { findRun } from '../queries/runs.ts'
import { mayBeExported } from '../run-export.ts'
import { json, refuse, router } from '../router.ts'
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

const gzipped = (description: string) => ({
  description,
  content: { 'application/gzip': { schema: z.string().meta({ format: 'binary' }) } },
})

const file = createRoute({
  method: 'get',
  path: '/exports/{sha256}',
  summary: 'A file of a dump, by its hash',
  request: { params: z.object({ sha256: Sha256 }) },
  responses: {
    200: gzipped('Gzipped NDJSON, or JSON for the catalog. It never changes.'),
    404: json(ErrorBody, 'No such file.'),
  },
})

const ofRun = createRoute({
  method: 'get',
  path: '/runs/{id}/export',
  summary: 'All there is of a run in one file: manifest, metrics and predictions as uploaded',
  request: { params: z.object({ id: RunId }), query: z.object({ key: LinkKey }) },
  responses: {
    200: gzipped('Gzipped NDJSON, as it was when the run was listed. It never changes.'),
    403: json(ErrorBody, 'The scores came from a publication that states no licence.'),
    404: json(ErrorBody, 'No such run, or its file is not written yet.'),
  },
})

const routes = router()
routes.openAPIRegistry.registerPath(file)
routes.openAPIRegistry.registerPath(ofRun)

export const dumpRoutes = routes
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
  // Not .openapi(): its types know no answer but JSON and text/*.
  .get('/exports/:sha256', async (c) => {
    const hash = Sha256.safeParse(c.req.param('sha256')).data
    const answer = hash === undefined ? undefined : await gzippedFile(c.env.FILES, hash)
    return answer ?? refuse(c, 'not_found', 'No such file. See /api/v1/dumps')
  })
  .get('/runs/:id/export', async (c) => {
    const { id } = c.req.param()
    const run = await findRun(c.var.db, id)
    if (!run) return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
    if (!mayBeExported(run.manifest)) {
      const message = `The scores of ${id} came from ${run.manifest.published?.url}, which states no licence. Take them from there`
      return refuse(c, 'forbidden', message)
    }
    const answer = run.export === null ? undefined : await gzippedFile(c.env.FILES, run.export)
    const message = `The file of ${id} is not written yet. Try again in a minute`
    return answer ?? refuse(c, 'not_found', message)
  })

async function gzippedFile(files: R2Bucket, hash: string): Promise<Response | undefined> {
  const stored = await files.get(fileKey(hash))
  if (!stored) return undefined
  const headers = {
    'content-type': 'application/gzip',
    'content-disposition': `attachment; filename="${hash}.gz"`,
  }
  return new Response(await stored.arrayBuffer(), { headers })
}
