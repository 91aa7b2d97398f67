import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { ItemId } from '#schema/item.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { ExpectedItem } from '#schema/prediction.ts'
import { ItemDetail, ItemJudgement } from '#schema/run-item.ts'
import { verdictToWire } from '#schema/verdict.ts'
import { BoardQuery, boardAsked } from '../board.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { findItem, neighboursOf, relatedItems } from '../queries/items.ts'
import { labelAt } from '../queries/labels.ts'
import { predictionsOfItem } from '../queries/predictions.ts'
import { listStandings } from '../queries/standings.ts'
import { type Db, json, refuse, router } from '../router.ts'

const params = z.object({ benchmark: BenchmarkId, item: ItemId })
const notFound = json(ErrorBody, 'No such benchmark or item.')

const show = createRoute({
  method: 'get',
  path: '/{benchmark}/{item}',
  summary: 'One item: its texts, labels and neighbours',
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
      ...BoardQuery.shape,
    }),
  },
  responses: {
    200: page(ItemJudgement, 'Scores or votes of each run, with what its policy made of them.'),
    400: json(ErrorBody, 'The cursor is not one of ours, or the policy has no board here.'),
    404: notFound,
  },
})

export const itemRoutes = router()
  .openapi(show, async (c) => {
    const { benchmark: id, item: itemId } = c.req.valid('param')
    const { db } = c.var
    const found = await findLabelled(db, id, itemId)
    if (!found) return refuse(c, 'not_found', `${id} has no item ${itemId}`)
    const { benchmark, item, gold } = found
    const { kind } = benchmark.definition
    const { contentOf, join, summaryOf } = kindOf(kind)
    const [neighbours, others] = await Promise.all([
      neighboursOf(db, item),
      relatedItems(db, benchmark.subsets, item),
    ])
    const labelSets = new Map(benchmark.subsets.map((subset) => [subset.id, subset.labels]))
    const related = await Promise.all(
      others.map(async (other) => {
        const set = labelSets.get(other.subset) ?? ''
        const label = await labelAt(db, kind, { set, position: other.position })
        return label === undefined ? [] : [summaryOf({ ...other, gold: label }, other.facts)]
      }),
    )
    const detail = {
      id: itemId,
      benchmark: id,
      revision: benchmark.revision,
      subset: item.subset,
      content: contentOf(join(item, gold)),
      ...neighbours,
      related: related.flat(),
    }
    return c.json(detail, 200)
  })
  .openapi(judgements, async (c) => {
    const { benchmark: id, item: itemId } = c.req.valid('param')
    const { limit, cursor, class: rankingClass, policy } = c.req.valid('query')
    const { db } = c.var
    const Place = z.tuple([z.number().nullable(), z.string()])
    const after = cursor === undefined ? undefined : readCursor(cursor, Place)
    if (cursor !== undefined && !after) {
      return refuseCursor(c)
    }
    const found = await findLabelled(db, id, itemId)
    if (!found) return refuse(c, 'not_found', `${id} has no item ${itemId}`)
    const { benchmark, item, gold } = found
    const asked = boardAsked(benchmark, { class: rankingClass, policy })
    if (asked.status === 'refused') return refuse(c, 'invalid_request', asked.message)

    const listed = await listStandings(db, asked.filter, { limit: limit + 1, after })
    const shown = listed.slice(0, limit)
    const said = await predictionsOfItem(
      db,
      shown.map(({ run }) => run),
      item,
    )
    const { judgeItem } = kindOf(benchmark.definition.kind)
    const rows = shown.map(({ run, rank, model, policy, results }) => {
      const prediction = said.get(run)
      const own = results.find(
        ({ subset, threshold }) => subset === item.subset && threshold !== undefined,
      )
      const threshold = own?.threshold ?? null
      const series = (vector: Float64Array) => toSeries(vector, item.expected)
      const scored = prediction?.kind === 'scores' ? prediction : undefined
      return {
        run,
        rank,
        model,
        policy,
        threshold,
        scores: scored ? series(scored.scores) : null,
        channels: Object.fromEntries(
          Object.entries(scored?.channels ?? {}).map(([name, vector]) => [name, series(vector)]),
        ),
        draws: (scored?.draws ?? []).map(series),
        votes: prediction?.kind === 'verdicts' ? prediction.votes.map(verdictToWire) : null,
        verdict: judgeItem({ ...item, gold }, prediction, { policy, threshold }),
      }
    })
    const last = shown.at(-1)
    const next = listed.length > limit && last ? writeCursor([last.value, last.run]) : null
    return answerPage(c, { rows, next, facets: {} })
  })

async function findLabelled(db: Db, id: string, itemId: string) {
  const benchmark = await findBenchmark(db, id)
  const item = benchmark && (await findItem(db, benchmark.subsets, itemId))
  if (!item) return undefined
  const { labels: set, position } = item
  const gold = await labelAt(db, benchmark.definition.kind, { set, position })
  return gold === undefined ? undefined : { benchmark, item, gold }
}

/** A vector as it is shown: a list, or one for each candidate of a pool; null where there is no score. */
function toSeries(vector: Float64Array, expected: ExpectedItem) {
  const scores = Array.from(vector, (score) => (Number.isNaN(score) ? null : score))
  if (!('candidates' in expected)) return scores
  let start = 0
  return expected.candidates.map((steps) => scores.slice(start, (start += steps)))
}
