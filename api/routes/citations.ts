import { createRoute, z } from '@hono/zod-openapi'
import { ErrorBody } from '#schema/error.ts'
import { RunId } from '#schema/run.ts'
import { bibtexOf, Citation, citationOf, textOf } from '../citation.ts'
import { LinkKey } from '../link.ts'
import { findRun } from '../queries/runs.ts'
import { json, refuse, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/{id}/citation',
  summary: 'How to cite a run: BibTeX, one line of text, or CSL-JSON',
  request: {
    params: z.object({ id: RunId }),
    query: z.object({
      format: z.enum(['bibtex', 'text', 'json']).default('bibtex'),
      key: LinkKey,
    }),
  },
  responses: {
    200: {
      description: 'A reference whose id and address stay.',
      content: {
        'application/json': { schema: Citation },
        'application/x-bibtex': { schema: z.string() },
        'text/plain': { schema: z.string() },
      },
    },
    404: json(ErrorBody, 'No such run.'),
  },
})

export const citationRoutes = router().openapi(show, async (c) => {
  const { id } = c.req.valid('param')
  const run = await findRun(c.var.db, id)
  if (!run) return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
  const citation = citationOf(run, new URL(c.req.url).origin)
  switch (c.req.valid('query').format) {
    case 'json':
      return c.json(citation, 200)
    case 'text':
      return c.text(textOf(citation), 200)
    case 'bibtex':
      return c.text(bibtexOf(citation), 200, {
        'content-type': 'application/x-bibtex; charset=utf-8',
      })
  }
})
