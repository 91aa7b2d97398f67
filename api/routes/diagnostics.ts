import { createRoute, z } from '@hono/zod-openapi'
import { CURVE_POINTS, Curves, FEWEST_CURVE_POINTS } from '#schema/curve.ts'
import { Diagnostics } from '#schema/diagnostics.ts'
import { ErrorBody } from '#schema/error.ts'
import { PolicyText } from '#schema/policy-text.ts'
import { RunId } from '#schema/run.ts'
import { LinkKey, requireLink } from '../link.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { judgedRun } from '../queries/run-items.ts'
import { findRun, usualPolicy } from '../queries/runs.ts'
import { json, refuse, router } from '../router.ts'

const params = z.object({ id: RunId })
const notFound = json(ErrorBody, 'No such run.')

const diagnostics = createRoute({
  method: 'get',
  path: '/{id}/diagnostics',
  summary:
    'What lies behind a run’s metrics under one policy: threshold-free metrics, calibration, slices and more, by kind',
  request: {
    params,
    query: z.object({
      key: LinkKey,
      policy: PolicyText.optional().meta({
        description:
          'Any policy of the benchmark, of a pool best_of:<aggregation>; by default the one the run ranks by.',
      }),
      allow_partial: z
        .enum(['true', 'false'])
        .default('false')
        .transform((text) => text === 'true')
        .meta({
          description:
            'true: threshold-free metrics and calibration of the steps that have a score, where some have none.',
          type: 'boolean',
        }),
    }),
  },
  responses: {
    200: json(Diagnostics, 'By the kind of benchmark.'),
    400: json(ErrorBody, 'The policy does not fit.'),
    404: notFound,
  },
})

const curve = createRoute({
  method: 'get',
  path: '/{id}/curve',
  summary: 'The headline metric of a run against the threshold, by subset or class',
  request: {
    params,
    query: z.object({
      key: LinkKey,
      points: z.coerce
        .number<string>()
        .int()
        .min(FEWEST_CURVE_POINTS)
        .max(5000)
        .default(CURVE_POINTS)
        .meta({ description: 'The most points of a curve; each says how many there are in all.' }),
    }),
  },
  responses: {
    200: json(Curves, 'Of the scores as they are, by rising threshold.'),
    400: json(ErrorBody, 'The run has no threshold: it holds votes, or is of a pool.'),
    404: notFound,
  },
})

const routes = router()
routes.use('/:id/*', requireLink)

export const diagnosticRoutes = routes
  .openapi(diagnostics, async (c) => {
    const { id } = c.req.valid('param')
    const query = c.req.valid('query')
    const { db } = c.var
    const run = await findRun(db, id)
    const benchmark = run && (await findBenchmark(db, run.benchmark, run.revision))
    if (!run || !benchmark) return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
    const policy = query.policy ?? usualPolicy(run, benchmark.definition) ?? ''
    const { scored } = await judgedRun(db, run, { benchmark, complete: true })
    const found = scored.diagnostics(policy, { allowPartial: query.allow_partial })
    if (found.status === 'refused') return refuse(c, 'invalid_request', found.message)
    return c.json(found.value, 200)
  })
  .openapi(curve, async (c) => {
    const { id } = c.req.valid('param')
    const { db } = c.var
    const run = await findRun(db, id)
    const benchmark = run && (await findBenchmark(db, run.benchmark, run.revision))
    if (!run || !benchmark) return refuse(c, 'not_found', `No run ${id}. See /api/v1/runs`)
    const { scored } = await judgedRun(db, run, { benchmark })
    const found = scored.curves(c.req.valid('query').points)
    if (found.status === 'refused') return refuse(c, 'invalid_request', found.message)
    return c.json(found.value, 200)
  })
