import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ErrorBody } from '#schema/error.ts'
import { Run, RunId } from '#schema/run.ts'
import { requireScope } from '../identity.ts'
import { findRun } from '../queries/runs.ts'
import { type Env, json, refuse, router } from '../router.ts'
import { clearRun, type Decided, holdRun } from '../trust/moderation.ts'

const Reason = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .meta({ description: 'Why, in words for everyone: it is shown on the run and in the log.' }),
  })
  .meta({ id: 'Reason' })

const security = [{ token: ['admin'] }]
const about = {
  method: 'post',
  security,
  request: {
    params: z.object({ id: RunId }),
    body: { ...json(Reason, 'Why.'), required: true },
  },
} as const
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The token lacks the scope admin.'),
  404: json(ErrorBody, 'No such run.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}

const clear = createRoute({
  ...about,
  path: '/{id}/clear',
  summary: 'List a held run, so that it ranks',
  responses: {
    200: json(Run, 'Listed.'),
    409: json(ErrorBody, 'The run is not held.'),
    ...refused,
  },
})

const hold = createRoute({
  ...about,
  path: '/{id}/hold',
  summary: 'Take a run out of the ranking, in sight of everyone, until it is cleared',
  responses: {
    200: json(Run, 'Held.'),
    409: json(ErrorBody, 'The run is not listed.'),
    ...refused,
  },
})

const routes = router()
routes.use(requireScope('admin'))

export const moderationRoutes = routes
  .openapi(clear, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await clearRun(c.var.db, id, c.req.valid('json').reason)
    return answer(c, id, decided)
  })
  .openapi(hold, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await holdRun(c.var.db, id, c.req.valid('json').reason)
    return answer(c, id, decided)
  })

async function answer(c: Context<Env>, id: string, decided: Decided) {
  if (decided.status === 'conflict') return refuse(c, 'conflict', decided.message)
  if (decided.status === 'unknown') return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
  await c.env.WORK.send({ kind: 'refresh', benchmark: decided.benchmark })
  const run = await findRun(c.var.db, id)
  if (!run) throw new Error(`Run ${id} was decided on and is not there`)
  return c.json(run, 200)
}
