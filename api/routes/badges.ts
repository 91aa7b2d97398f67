import { createRoute, z } from '@hono/zod-openapi'
import { badgen } from 'badgen'
import { and, desc, eq } from 'drizzle-orm'
import { BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { ModelId } from '#schema/manifest.ts'
import { RunId } from '#schema/run.ts'
import type { RunState } from '#schema/run-state.ts'
import type { Standing } from '#schema/standing.ts'
import { runs } from '#schema/tables.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { standingsOf } from '../queries/board-index.ts'
import { type Db, file, json, refuse, refuseInvalid, router } from '../router.ts'

const Params = z.object({
  benchmark: BenchmarkId,
  name: z.union([RunId, ModelId]).meta({
    description: 'Id of a run, or of a model with its slash.',
    type: 'string',
  }),
})

const show = createRoute({
  method: 'get',
  path: '/{benchmark}/{name}.svg',
  summary: 'A badge: value, interval and rank range of a run, or of the newest run of a model',
  request: { params: Params },
  responses: {
    200: file('image/svg+xml', 'On the board the benchmark opens with.'),
    404: json(ErrorBody, 'No such benchmark, or no such run or model on it.'),
  },
})

const routes = router()
routes.openAPIRegistry.registerPath(show)

// Not .openapi(): a model's id may hold a slash.
export const badgeRoutes = routes.get('/:benchmark/:name{.+\\.svg}', async (c) => {
  const { benchmark, name: file } = c.req.param()
  const asked = Params.safeParse({ benchmark, name: file.slice(0, -'.svg'.length) })
  if (!asked.success) return refuseInvalid(c, asked.error)
  const { benchmark: id, name } = asked.data
  const { db } = c.var
  const found = await findBenchmark(db, id)
  const run = found && (await runCalled(db, id, name))
  if (!run) return refuse(c, 'not_found', `No run or model ${name} on ${id}`)
  const { revision, board, definition } = found
  const [standing] = await standingsOf(db, { benchmark: id, revision, board }, [run.id])
  const { status, color } = wordsOf(run.state, standing)
  const svg = badgen({ subject: definition.name, status, color })
  return c.body(svg, 200, { 'content-type': 'image/svg+xml' })
})

/** A run by its id, or the newest one of a model that stands, or else the newest. */
async function runCalled(db: Db, benchmark: string, name: string) {
  const isRun = RunId.safeParse(name).success
  const found = await db
    .select({ id: runs.id, state: runs.state })
    .from(runs)
    .where(
      and(
        eq(runs.benchmark, benchmark),
        eq(runs.unlisted, false),
        isRun ? eq(runs.id, name) : eq(runs.model, name),
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(20)
  return found.find(({ state }) => state === 'listed') ?? found[0]
}

function wordsOf(
  state: RunState,
  standing: Standing | undefined,
): { readonly status: string; readonly color: 'blue' | 'grey' | 'orange' } {
  if (state === 'withdrawn' || state === 'superseded') return { status: state, color: 'grey' }
  const { value, interval, rankRange, rank } = standing ?? {}
  const numbers =
    value === null || value === undefined
      ? 'undefined'
      : interval
        ? `${percent(value)} (${percent(interval.lower)}–${percent(interval.upper)})`
        : percent(value)
  if (state === 'held' || standing?.held) return { status: `${numbers} · held`, color: 'orange' }
  if (rankRange && rankRange.best !== rankRange.worst) {
    return { status: `${numbers} · rank ${rankRange.best}–${rankRange.worst}`, color: 'blue' }
  }
  if (rank === null || rank === undefined)
    return { status: `${numbers} · not ranked`, color: 'grey' }
  return { status: `${numbers} · rank ${rank}`, color: 'blue' }
}

/** As people read it: of a hundred, to a tenth. */
function percent(proportion: number): string {
  return (proportion * 100).toFixed(1)
}
