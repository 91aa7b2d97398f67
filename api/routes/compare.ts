import { createRoute, z } from '@hono/zod-openapi'
import type { Difference } from '#schema/comparison.ts'
import { ErrorBody } from '#schema/error.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { holm } from '#schema/metrics/holm.ts'
import { outcomePairs } from '#schema/metrics/outcome-pairs.ts'
import { stepCountOf } from '#schema/prediction.ts'
import { PUBLISHED_SEED } from '#schema/protocol.ts'
import { RunId } from '#schema/run.ts'
import { judgeFlips, nameFlips, RunComparison } from '#schema/run-comparison.ts'
import { BoardQuery, boardAsked } from '../board.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { goldItems } from '../queries/items.ts'
import { storedPredictions } from '../queries/predictions.ts'
import { findShownRun } from '../queries/runs.ts'
import { standingsOnBoard } from '../queries/standings.ts'
import { type Db, json, refuse, router } from '../router.ts'

/** Every pair of them is compared. */
const MAX_RUNS = 6

const show = createRoute({
  method: 'get',
  path: '/',
  summary: 'Two to six runs of one benchmark, pair by pair: differences, p-values and flips',
  request: {
    query: z.object({
      runs: z
        .string()
        .transform((text) => [...new Set(text.split(','))])
        .pipe(z.array(RunId).min(2).max(MAX_RUNS))
        .meta({
          description: 'Ids of the runs, separated by commas.',
          type: 'string',
          examples: ['run_0a1b2c3d4e5f6071,run_1b2c3d4e5f607182'],
        }),
      ...BoardQuery.shape,
    }),
  },
  responses: {
    200: json(RunComparison, 'Each run under the policy it has on the board asked for.'),
    400: json(ErrorBody, 'The runs are of different benchmarks, or not all on that board.'),
    404: json(ErrorBody, 'No such run.'),
  },
})

export const compareRoutes = router().openapi(show, async (c) => {
  const { runs: ids, class: rankingClass, policy } = c.req.valid('query')
  const { db } = c.var
  const found = await Promise.all(ids.map((id) => findShownRun(db, id)))
  const unknown = ids.find((_, index) => found[index] === undefined)
  if (unknown !== undefined) return refuse(c, 'not_found', `No run ${unknown}. See /api/v1/runs`)
  const runs = found.flatMap((run) => run ?? [])
  const names = [...new Set(runs.map((run) => `${run.benchmark} at ${run.revision.slice(0, 12)}`))]
  if (names.length > 1) {
    const message = `The runs are of different benchmarks: ${names.join(', ')}. Compare runs of one`
    return refuse(c, 'invalid_request', message)
  }
  const benchmark = await findBenchmark(db, runs[0]?.benchmark ?? '')
  if (!benchmark) throw new Error(`Runs of ${names.join()}, which is not there`)
  const { definition, revision } = benchmark
  const asked = boardAsked(benchmark, { class: rankingClass, policy })
  if (asked.status === 'refused') return refuse(c, 'invalid_request', asked.message)
  const { board } = asked.filter
  const standings = await standingsOnBoard(db, asked.filter, ids)
  const absent = ids.filter((id) => !standings.has(id))
  if (absent.length > 0) {
    const message = `${absent.join(', ')} is not on the board ${board}. Choose another with class or policy`
    return refuse(c, 'invalid_request', message)
  }

  const kind = kindOf(definition.kind)
  const items = await goldItems(db, benchmark)
  const compared = await Promise.all(
    runs.map(async ({ id, manifest: { scoreKind } }) => {
      const where = { places: items, channels: kind.channels }
      const predictions = await predictionsOf(db, id, where)
      const policy = standings.get(id)?.policy ?? ''
      const scored = kind.score(definition, items, predictions, { scoreKind })
      const verdicts = scored.verdicts(policy)
      return { id, predictions, scoreKind, policy, verdicts }
    }),
  )
  const lengths = items.map(({ id, expected }) => ({ id, steps: stepCountOf(expected) }))
  const pairs = compared.flatMap((a, index) =>
    compared.slice(index + 1).map((b) => {
      const comparison = kind.compare(definition, items, { a, b }, { seed: PUBLISHED_SEED })
      const headline = kind.headline(comparison.differences) ?? null
      const [ofA, ofB] = [a, b].map(({ verdicts }) => verdicts.map(({ outcome }) => outcome))
      const outcomes = [...outcomePairs(ofA ?? [], ofB ?? [])]
      const verdicts = { a: a.verdicts, b: b.verdicts }
      const told = judgeFlips(nameFlips(comparison, items), lengths, verdicts)
      return { a: a.id, b: b.id, headline, ...told, outcomes }
    }),
  )
  const adjusted = adjust(pairs.map(({ headline }) => headline))
  const answer = {
    benchmark: definition.id,
    revision,
    runs: ids.flatMap((id) => standings.get(id) ?? []),
    pairs: pairs.map((pair, index) => ({ ...pair, adjustedPValue: adjusted[index] ?? null })),
  }
  return c.json(answer, 200)
})

async function predictionsOf(db: Db, run: string, where: Parameters<typeof storedPredictions>[2]) {
  const stored = await storedPredictions(db, run, where)
  if (stored === 'mixed') throw new Error(`Run ${run} holds scores and verdicts`)
  return stored
}

/** Holm-adjusted p-values of those that have one, null for the others. */
function adjust(headlines: readonly (Difference | null)[]): readonly (number | null)[] {
  const values = headlines.map((headline) =>
    headline?.uncertainty.status === 'ok' ? headline.uncertainty.pValue : null,
  )
  const adjusted = holm(values.filter((value) => value !== null))
  let next = 0
  return values.map((value) => (value === null ? null : (adjusted[next++] ?? null)))
}
