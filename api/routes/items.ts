import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { ItemId } from '#schema/item.ts'
import { type Decision, decide, outcome } from '#schema/metrics/decision.ts'
import { RankingClass } from '#schema/policy.ts'
import { ItemJudgement, ItemSummary } from '#schema/run-item.ts'
import { headline, type Standing } from '#schema/standing.ts'
import { type Label, majority, type Verdict, verdictToWire } from '#schema/verdict.ts'
import { PageQuery, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { findItem, neighboursOf, otherSolutions } from '../queries/items.ts'
import { labelAt } from '../queries/labels.ts'
import { scoresOfItem, votesOnItem } from '../queries/predictions.ts'
import { listStandings } from '../queries/standings.ts'
import { json, refuse, router } from '../router.ts'

const params = z.object({ benchmark: BenchmarkId, item: ItemId })
const notFound = json(ErrorBody, 'No such benchmark or item.')

const ItemDetail = z
  .object({
    ...ItemSummary.shape,
    benchmark: BenchmarkId,
    revision: z.string(),
    problem: z.string().meta({ description: 'Untrusted Markdown with TeX.' }),
    steps: z.array(z.string()),
    previous: ItemId.nullable().meta({ description: 'The item before it in its subset.' }),
    next: ItemId.nullable(),
    otherSolutions: z.array(ItemSummary).meta({ description: 'Of the same problem, at most 20.' }),
  })
  .meta({ id: 'ItemDetail' })

const show = createRoute({
  method: 'get',
  path: '/{benchmark}/{item}',
  summary: 'One item: problem, steps, label, neighbours',
  request: { params },
  responses: { 200: json(ItemDetail, 'The item.'), 404: notFound },
})

const judgements = createRoute({
  method: 'get',
  path: '/{benchmark}/{item}/runs',
  summary: 'What each run said of one item, in the order of the board',
  request: {
    params,
    query: PageQuery.extend({
      limit: z.coerce.number<string>().int().min(1).max(25).default(25),
      class: RankingClass.default('label_free'),
    }),
  },
  responses: {
    200: page(ItemJudgement, 'Scores or votes of each run, with its decision.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
    404: notFound,
  },
})

export const itemRoutes = router()
  .openapi(show, async (c) => {
    const { benchmark: id, item: itemId } = c.req.valid('param')
    const { db } = c.var
    const benchmark = await findBenchmark(db, id)
    const item = benchmark && (await findItem(db, benchmark.itemSet, itemId))
    const label = item && (await labelAt(db, benchmark.revision, item))
    if (!item || !label) return refuse(c, 'not_found', `${id} has no item ${itemId}`)
    const [neighbours, others] = await Promise.all([
      neighboursOf(db, item),
      otherSolutions(db, item),
    ])
    const labels = await Promise.all(others.map((other) => labelAt(db, benchmark.revision, other)))
    const { subset, problem, steps, generator, finalAnswerCorrect } = item
    const detail = {
      id: itemId,
      benchmark: id,
      revision: benchmark.revision,
      subset,
      problem,
      steps: [...steps],
      label,
      generator,
      finalAnswerCorrect,
      ...neighbours,
      otherSolutions: others.flatMap((other, index) => {
        const label = labels[index]
        const { id, subset, generator, finalAnswerCorrect } = other
        return label ? [{ id, subset, label, generator, finalAnswerCorrect }] : []
      }),
    }
    return c.json(detail, 200)
  })
  .openapi(judgements, async (c) => {
    const { benchmark: id, item: itemId } = c.req.valid('param')
    const { limit, cursor, class: rankingClass } = c.req.valid('query')
    const { db } = c.var
    const Place = z.tuple([z.number().nullable(), z.string()])
    const after = cursor === undefined ? undefined : readCursor(cursor, Place)
    if (cursor !== undefined && !after) {
      return refuseCursor(c)
    }
    const benchmark = await findBenchmark(db, id)
    const item = benchmark && (await findItem(db, benchmark.itemSet, itemId))
    const label = item && (await labelAt(db, benchmark.revision, item))
    if (!item || !label) return refuse(c, 'not_found', `${id} has no item ${itemId}`)

    const filter = { benchmark: id, rankingClass }
    const found = await listStandings(db, filter, { limit: limit + 1, after })
    const shown = found.slice(0, limit)
    const runs = shown.map(({ run }) => run)
    const [scores, votes] = await Promise.all([
      scoresOfItem(db, runs, item),
      votesOnItem(db, runs, item),
    ])
    const rows = shown.map((standing) =>
      toJudgement(standing, {
        subset: item.subset,
        label,
        scores: scores.get(standing.run),
        votes: votes.get(standing.run),
      }),
    )
    const last = shown.at(-1)
    const next = found.length > limit && last ? writeCursor([headline(last), last.run]) : null
    return c.json({ rows, next, facets: {} }, 200)
  })

function toJudgement(
  { run, rank, model, policy, results }: Standing,
  said: {
    readonly subset: string
    readonly label: Label
    readonly scores: Float64Array | undefined
    readonly votes: readonly Verdict[] | undefined
  },
): ItemJudgement {
  const { label, scores, votes } = said
  const threshold = results.find(({ subset }) => subset === said.subset)?.threshold ?? null
  const decision = decideItem(scores, { threshold, votes })
  return {
    run,
    rank,
    model,
    policy,
    threshold,
    scores: scores ? Array.from(scores, (score) => (Number.isNaN(score) ? null : score)) : null,
    votes: votes ? votes.map(verdictToWire) : null,
    decision,
    outcome: outcome(label, decision),
  }
}

function decideItem(
  scores: Float64Array | undefined,
  { threshold, votes }: { threshold: number | null; votes: readonly Verdict[] | undefined },
): Decision {
  if (scores && threshold !== null) return decide(scores, threshold)
  const verdict = majority(votes ?? [])
  return verdict.kind === 'unparsed' ? { kind: 'undecided', step: 0 } : verdict
}
