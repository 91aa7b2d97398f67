import { z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import { createMiddleware } from 'hono/factory'
import { timingSafeEqual } from 'hono/utils/buffer'
import { sha256 } from '#schema/sha256.ts'
import { submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import { type Env, refuse } from './router.ts'

/** What every read of one run takes. */
export const LinkKey = z.string().max(200).optional().meta({
  description: 'The secret of an unlisted run’s link; without it there is no such run.',
})

/** Answers reads about a run: those of an unlisted one to bearers of its link alone, as if to no others it was there. */
export const requireLink = createMiddleware<Env>(async (c, next) => {
  if (c.req.method === 'POST') return next()
  const id = c.req.param('id') ?? ''
  const [found] = await c.var.db
    .select({ unlisted: runs.unlisted, key: submissions.key })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .where(eq(runs.id, id))
  const unlisted = found?.unlisted ?? true
  if (unlisted && !(await fits(c.req.query('key'), found?.key))) {
    return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
  }
  await next()
  if (unlisted) c.res.headers.set('cache-control', 'private, no-store')
  return undefined
})

/** Whether a key is the one of this hash, in a time that does not hang on where they differ. */
async function fits(key: string | undefined, hash: string | null | undefined): Promise<boolean> {
  return key !== undefined && !!hash && timingSafeEqual(await sha256(key), hash)
}
