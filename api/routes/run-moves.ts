import { createRoute, z } from '@hono/zod-openapi'
import { ErrorBody } from '#schema/error.ts'
import { Run, RunId, Succession, Withdrawal } from '#schema/run.ts'
import { isShown } from '#schema/run-state.ts'
import type { Identity } from '#schema/submitter.ts'
import { requireScope } from '../identity.ts'
import { supersedeRun, withdrawRun } from '../queries/run-moves.ts'
import { findRun } from '../queries/runs.ts'
import { publishRun } from '../publish-run.ts'
import { type Db, json, refuse, router } from '../router.ts'

const security = [{ token: ['submit'] }, { token: ['admin'] }]
const params = z.object({ id: RunId })
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The run is another submitter’s.'),
  404: json(ErrorBody, 'No such run.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}

const conflict = json(ErrorBody, 'What became of the run before does not allow it.')

const withdraw = createRoute({
  method: 'post',
  path: '/{id}/withdraw',
  summary: 'Take a run off the boards for good; it stays readable, with the reason',
  security,
  request: { params, body: { ...json(Withdrawal, 'Why.'), required: true } },
  responses: { 200: json(Run, 'Withdrawn, now or before.'), ...refused },
})

const supersede = createRoute({
  method: 'post',
  path: '/{id}/supersede',
  summary: 'Put another run of the same submitter in a run’s place; it stays readable',
  security,
  request: { params, body: { ...json(Succession, 'By which run, and why.'), required: true } },
  responses: { 200: json(Run, 'Superseded by it, now or before.'), 409: conflict, ...refused },
})

const publish = createRoute({
  method: 'post',
  path: '/{id}/publish',
  summary: 'Put an unlisted run on the boards, for everyone; its link needs no key any more',
  security,
  request: { params },
  responses: { 200: json(Run, 'Listed, now or before.'), 409: conflict, ...refused },
})

const routes = router()
for (const move of ['withdraw', 'supersede', 'publish']) {
  routes.use(`/:id/${move}`, requireScope('submit', 'admin'))
}

export const runMoveRoutes = routes
  .openapi(withdraw, async (c) => {
    const { id } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    const own = await ownRun(c.var, id)
    if (own.status === 'refused') return refuse(c, own.code, own.message)
    if (own.run.state !== 'withdrawn') {
      await withdrawRun(c.var.db, own.run, { by: own.by, reason })
      await c.env.WORK.send({ kind: 'refresh', benchmark: own.run.benchmark })
    }
    return c.json(await moved(c.var.db, id), 200)
  })
  .openapi(supersede, async (c) => {
    const { id } = c.req.valid('param')
    const { by: successor, reason } = c.req.valid('json')
    const { db } = c.var
    const own = await ownRun(c.var, id)
    if (own.status === 'refused') return refuse(c, own.code, own.message)
    const { run, by } = own
    if (run.supersededBy === successor) return c.json(run, 200)
    const problem = await successionProblem(db, run, successor)
    if (problem !== undefined) {
      return refuse(c, 'conflict', problem, [{ field: 'by', message: problem }])
    }
    await supersedeRun(db, run, { by, reason, successor })
    await c.env.WORK.send({ kind: 'refresh', benchmark: run.benchmark })
    return c.json(await moved(db, id), 200)
  })
  .openapi(publish, async (c) => {
    const { id } = c.req.valid('param')
    const own = await ownRun(c.var, id)
    if (own.status === 'refused') return refuse(c, own.code, own.message)
    const { run, by } = own
    if (run.unlisted) {
      if (!isShown({ ...run, unlisted: false })) {
        return refuse(c, 'conflict', `${id} is ${run.state}, and not to be put on the boards`)
      }
      await publishRun(c.var.db, run, by)
      await c.env.WORK.send({ kind: 'refresh', benchmark: run.benchmark })
    }
    return c.json(await moved(c.var.db, id), 200)
  })

/** A run that the caller may move: its submitter's own, or any where the caller is an operator. */
async function ownRun(
  { db, identity: { submitter, scopes } }: { readonly db: Db; readonly identity: Identity },
  id: string,
): Promise<
  | { readonly status: 'ok'; readonly run: Run; readonly by: string | null }
  | {
      readonly status: 'refused'
      readonly code: 'not_found' | 'forbidden'
      readonly message: string
    }
> {
  const run = await findRun(db, id)
  const mayMove = run && (run.submitter === submitter || scopes.includes('admin'))
  if (mayMove) return { status: 'ok', run, by: submitter }
  if (!run || run.unlisted) {
    return { status: 'refused', code: 'not_found', message: `No run ${id}. See /api/v1/runs` }
  }
  const message = `${id} is of ${run.submitter}. Only they or the operator can do this`
  return { status: 'refused', code: 'forbidden', message }
}

/** Why a run cannot take another's place, if so. */
async function successionProblem(db: Db, run: Run, successor: string): Promise<string | undefined> {
  if (run.state === 'withdrawn') return `${run.id} was withdrawn, which is final`
  if (run.supersededBy !== null) return `${run.id} was superseded by ${run.supersededBy} before`
  if (successor === run.id) return 'A run cannot take its own place'
  const other = await findRun(db, successor)
  if (!other || other.submitter !== run.submitter) {
    return `${run.submitter} has no run ${successor}`
  }
  if (other.benchmark !== run.benchmark) {
    return `${successor} is of ${other.benchmark}, not of ${run.benchmark}`
  }
  if (other.unlisted && !run.unlisted) return `${successor} is unlisted. Publish it first`
  if (other.state === 'withdrawn') return `${successor} was withdrawn`
  if (other.state === 'superseded') return `${successor} was superseded itself, by ${other.latest}`
  return isShown({ ...other, unlisted: false }) ? undefined : `${successor} is ${other.state}`
}

async function moved(db: Db, id: string): Promise<Run> {
  const run = await findRun(db, id)
  if (!run) throw new Error(`Run ${id} was moved and is not there`)
  return run
}
