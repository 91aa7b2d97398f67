import { createRoute, z } from '@hono/zod-openapi'
import { ErrorBody } from '#schema/error.ts'
import { manifestDifferences } from '#schema/manifest-difference.ts'
import { type Run, RunId } from '#schema/run.ts'
import { RunDifference } from '#schema/run-difference.ts'
import { scoreDifference } from '#schema/score-difference.ts'
import { findBenchmark, type PublishedBenchmark } from '../queries/benchmarks.ts'
import { storedPredictions } from '../queries/predictions.ts'
import { judgedRun } from '../queries/run-items.ts'
import { findShownRun, usualPolicy } from '../queries/runs.ts'
import { type Db, json, refuse, router } from '../router.ts'

const MAX_FLIPS = 100

const show = createRoute({
  method: 'get',
  path: '/',
  summary: 'Why two runs of one benchmark give different numbers: manifests, scores and decisions',
  request: { query: z.object({ a: RunId, b: RunId }) },
  responses: {
    200: json(RunDifference, 'Each run under the policy it ranks by.'),
    400: json(ErrorBody, 'The runs are of different benchmarks.'),
    404: json(ErrorBody, 'No such run.'),
  },
})

export const diffRoutes = router().openapi(show, async (c) => {
  const { a: idA, b: idB } = c.req.valid('query')
  const { db } = c.var
  const [a, b] = [await findShownRun(db, idA), await findShownRun(db, idB)]
  if (!a || !b) return refuse(c, 'not_found', `No run ${a ? idB : idA}. See /api/v1/runs`)
  const benchmark = await findBenchmark(db, a.benchmark)
  if (!benchmark || a.benchmark !== b.benchmark) {
    const message = `The runs are of ${a.benchmark} and ${b.benchmark}. Choose two of one benchmark`
    return refuse(c, 'invalid_request', message)
  }
  // Both against the current labels, so that only what the runs hold can differ.
  const [ofA, ofB] = [await judged(db, a, benchmark), await judged(db, b, benchmark)]
  const flips = ofA.items.flatMap(({ id }, index) => {
    const outcomes = { a: ofA.outcomes[index], b: ofB.outcomes[index] }
    if (outcomes.a === undefined || outcomes.b === undefined || outcomes.a === outcomes.b) return []
    return [{ item: id, a: outcomes.a, b: outcomes.b }]
  })
  const answer = {
    benchmark: a.benchmark,
    a: sideOf(a, ofA.policy),
    b: sideOf(b, ofB.policy),
    manifest: manifestDifferences(a.manifest, b.manifest).map((one) => ({ ...one })),
    scores: scoreDifference(ofA.items, ofA.byItem, ofB.byItem),
    flips: { count: flips.length, items: flips.slice(0, MAX_FLIPS) },
  }
  return c.json(answer, 200)
})

async function judged(db: Db, run: Run, benchmark: PublishedBenchmark) {
  const policy = usualPolicy(run, benchmark.definition) ?? ''
  const { items, scored } = await judgedRun(db, run, { benchmark })
  const stored = await storedPredictions(db, run.id, { places: items, channels: [] })
  if (stored === 'mixed') throw new Error(`Run ${run.id} holds scores and verdicts`)
  const outcomes = scored.verdicts(policy).map(({ outcome }) => outcome)
  return { policy, items, outcomes, byItem: stored.byItem }
}

function sideOf({ id, revision, coverage }: Run, policy: string) {
  return { run: id, revision, policy, coverage }
}
