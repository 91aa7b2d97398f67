import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { JudgedSubset } from '#schema/metrics/first-error-report.ts'
import type { Predictions } from '#schema/prediction.ts'
import { scoreVectors, verdictVectors } from '#schema/tables.ts'
import { type Label, NONE, UNPARSED, type Verdict, labelFromWire } from '#schema/verdict.ts'
import type { Db } from '../router.ts'
import type { Place } from './items.ts'

/** The channel of the scores themselves. */
const MAIN = 'score'
const NOT_READ = -2

/** Statements that store one subset's predictions in canonical order, over what was there before. */
export function storePredictions(
  db: Db,
  { run, subset, places }: { run: string; subset: string; places: readonly Place[] },
  predictions: Predictions,
) {
  const scored = and(eq(scoreVectors.run, run), eq(scoreVectors.subset, subset))
  const voted = and(eq(verdictVectors.run, run), eq(verdictVectors.subset, subset))
  const clear = [
    db.delete(scoreVectors).where(scored),
    db.delete(verdictVectors).where(voted),
  ] as const
  if (predictions.kind === 'verdicts') {
    const votes = places.map(({ id }) => predictions.byItem.get(id) ?? [])
    const samples = Math.max(0, ...votes.map(({ length }) => length))
    const rows = Array.from({ length: samples }, (_, sample) => ({
      run,
      subset,
      sample,
      verdicts: Int32Array.from(votes, (item) => toStored(item[sample] ?? UNPARSED)),
    }))
    return [...clear, ...rows.map((row) => db.insert(verdictVectors).values(row))] as const
  }
  const rows = [...Map.groupBy(places, ({ part }) => part)].map(([part, within]) => {
    const last = within.at(-1)
    const scores = new Float64Array(last ? last.start + last.stepCount : 0)
    for (const { id, start } of within) scores.set(predictions.byItem.get(id) ?? [], start)
    return { run, subset, channel: MAIN, draw: null, part, scores }
  })
  return [...clear, ...rows.map((row) => db.insert(scoreVectors).values(row))] as const
}

/** A run's stored predictions beside the labels, subset by subset in the order given. */
export async function judgedSubsets(
  db: Db,
  run: string,
  {
    subsets,
    places,
    labels,
  }: {
    subsets: readonly { readonly id: string }[]
    places: readonly Place[]
    labels: ReadonlyMap<string, readonly Label[]>
  },
): Promise<readonly JudgedSubset[]> {
  const [vectors, votes] = await Promise.all([
    db
      .select()
      .from(scoreVectors)
      .where(
        and(eq(scoreVectors.run, run), eq(scoreVectors.channel, MAIN), isNull(scoreVectors.draw)),
      ),
    db
      .select()
      .from(verdictVectors)
      .where(eq(verdictVectors.run, run))
      .orderBy(asc(verdictVectors.sample)),
  ])
  const bySubset = Map.groupBy(places, ({ subset }) => subset)
  return subsets.map(({ id }) => {
    const parts = new Map(
      vectors.filter(({ subset }) => subset === id).map(({ part, scores }) => [part, scores]),
    )
    const samples = votes.filter(({ subset }) => subset === id)
    const items = (bySubset.get(id) ?? []).map(({ position, part, start, stepCount }) => {
      const label = labels.get(id)?.[position] ?? NONE
      const scores = parts.get(part)?.subarray(start, start + stepCount)
      if (scores) return { label, scores }
      const verdicts = samples.map((sample) => fromStored(sample.verdicts[position] ?? NOT_READ))
      return { label, steps: stepCount, votes: verdicts }
    })
    return { id, items }
  })
}

/** One item's scores by run, cut out inside D1: one row read a run however long the vectors. */
export async function scoresOfItem(
  db: Db,
  runs: readonly string[],
  { subset, part, start, stepCount }: Pick<Place, 'subset' | 'part' | 'start' | 'stepCount'>,
): Promise<Map<string, Float64Array>> {
  const bytes = Float64Array.BYTES_PER_ELEMENT
  const slice = sql`substr(${scoreVectors.scores}, ${1 + start * bytes}, ${stepCount * bytes})`
  const rows = await db
    .select({ run: scoreVectors.run, scores: slice.mapWith(scoreVectors.scores) })
    .from(scoreVectors)
    .where(
      and(
        inArray(scoreVectors.run, [...runs]),
        eq(scoreVectors.subset, subset),
        eq(scoreVectors.channel, MAIN),
        isNull(scoreVectors.draw),
        eq(scoreVectors.part, part),
      ),
    )
  return new Map(rows.map(({ run, scores }) => [run, scores]))
}

/** One item's votes by run, in sample order. */
export async function votesOnItem(
  db: Db,
  runs: readonly string[],
  { subset, position }: Pick<Place, 'subset' | 'position'>,
): Promise<Map<string, readonly Verdict[]>> {
  const bytes = Int32Array.BYTES_PER_ELEMENT
  const slice = sql`substr(${verdictVectors.verdicts}, ${1 + position * bytes}, ${bytes})`
  const rows = await db
    .select({ run: verdictVectors.run, vote: slice.mapWith(verdictVectors.verdicts) })
    .from(verdictVectors)
    .where(and(inArray(verdictVectors.run, [...runs]), eq(verdictVectors.subset, subset)))
    .orderBy(asc(verdictVectors.sample))
  return new Map(
    [...Map.groupBy(rows, ({ run }) => run)].map(([run, votes]) => [
      run,
      votes.map(({ vote }) => fromStored(vote[0] ?? NOT_READ)),
    ]),
  )
}

function toStored(verdict: Verdict): number {
  switch (verdict.kind) {
    case 'at':
      return verdict.step
    case 'none':
      return -1
    case 'unparsed':
      return NOT_READ
  }
}

function fromStored(stored: number): Verdict {
  return stored === NOT_READ ? UNPARSED : labelFromWire(stored)
}
