import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Prediction, Predictions, ScoredItem } from '#schema/prediction.ts'
import { scoreVectors, verdictVectors } from '#schema/submission-tables.ts'
import { UNPARSED, type Verdict, labelFromWire } from '#schema/verdict.ts'
import type { Db } from '../router.ts'
import type { Place } from './items.ts'

/** The channel of the scores themselves. */
const MAIN = 'score'
const NOT_READ = -2
/** Where an item has fewer votes than others of its subset. */
const NOT_GIVEN = -3

/** Statements that store one subset's predictions in canonical order, over what was there before. */
export function storePredictions(
  db: Db,
  { run, subset, places }: { run: string; subset: string; places: readonly Place[] },
  predictions: Predictions,
) {
  const scored = and(eq(scoreVectors.run, run), eq(scoreVectors.subset, subset))
  const voted = and(eq(verdictVectors.run, run), eq(verdictVectors.subset, subset))
  return [
    db.delete(scoreVectors).where(scored),
    db.delete(verdictVectors).where(voted),
    ...vectorsOf(places, predictions).map((row) =>
      db.insert(scoreVectors).values({ run, subset, ...row }),
    ),
    ...verdictsOf(places, predictions).map((verdicts, sample) =>
      db.insert(verdictVectors).values({ run, subset, sample, verdicts }),
    ),
  ] as const
}

/** Every series of a subset, in parts: the scores, each channel, each draw. NaN where an item has none. */
function vectorsOf(places: readonly Place[], { byItem }: Predictions) {
  const items = places.flatMap((place) => {
    const prediction = byItem.get(place.id)
    return prediction?.kind === 'scores' ? { place, prediction } : []
  })
  if (items.length === 0) return []
  const channels = new Set(items.flatMap(({ prediction }) => Object.keys(prediction.channels)))
  const draws = Math.max(...items.map(({ prediction }) => prediction.draws.length))
  const series: {
    readonly channel: string
    readonly draw: number | null
    readonly of: (prediction: ScoredItem) => Float64Array | undefined
  }[] = [
    { channel: MAIN, draw: null, of: ({ scores }) => scores },
    ...Array.from(channels, (channel) => ({
      channel,
      draw: null,
      of: (prediction: ScoredItem) => prediction.channels[channel],
    })),
    ...Array.from({ length: draws }, (_, draw) => ({
      channel: MAIN,
      draw,
      of: (prediction: ScoredItem) => prediction.draws[draw],
    })),
  ]
  const parts = [...Map.groupBy(items, ({ place }) => place.part)]
  return series.flatMap(({ channel, draw, of }) =>
    parts.map(([part, within]) => {
      const last = within.at(-1)?.place
      const scores = new Float64Array(last ? last.start + last.stepCount : 0).fill(Number.NaN)
      for (const { place, prediction } of within) scores.set(of(prediction) ?? [], place.start)
      return { channel, draw, part, scores }
    }),
  )
}

/** One vector a vote, each with a verdict on every item. */
function verdictsOf(places: readonly Place[], { kind, byItem }: Predictions) {
  if (kind === 'scores') return []
  const votes = places.map(({ id }) => {
    const prediction = byItem.get(id)
    return prediction?.kind === 'verdicts' ? prediction.votes : []
  })
  const samples = Math.max(0, ...votes.map(({ length }) => length))
  return Array.from({ length: samples }, (_, sample) =>
    Int32Array.from(votes, (item) => {
      const vote = item[sample]
      return vote ? toStored(vote) : NOT_GIVEN
    }),
  )
}

/** A run's stored predictions with the channels asked for; its draws only if they are, too. */
export async function storedPredictions(
  db: Db,
  run: string,
  {
    places,
    channels,
    withDraws = false,
  }: { places: readonly Place[]; channels: readonly string[]; withDraws?: boolean },
): Promise<Predictions | 'mixed'> {
  const [vectors, votes] = await Promise.all([
    db
      .select()
      .from(scoreVectors)
      .where(
        and(
          eq(scoreVectors.run, run),
          inArray(scoreVectors.channel, [MAIN, ...channels]),
          withDraws ? undefined : isNull(scoreVectors.draw),
        ),
      ),
    db.select().from(verdictVectors).where(eq(verdictVectors.run, run)),
  ])
  if (vectors.length > 0 && votes.length > 0) return 'mixed'
  const samples = Map.groupBy(votes, ({ subset }) => subset)
  const parts = Map.groupBy(vectors, ({ subset, part }) => `${subset} ${part}`)
  const byItem = places.map((place): readonly [string, Prediction] => {
    const { subset, part, start, stepCount } = place
    const rows = (parts.get(`${subset} ${part}`) ?? []).map((row) => ({
      ...row,
      scores: row.scores.subarray(start, start + stepCount),
    }))
    const ballots = (samples.get(subset) ?? []).map(({ sample, verdicts }) => ({
      sample,
      vote: verdicts[place.position] ?? NOT_READ,
    }))
    return [place.id, toPrediction(rows, ballots, stepCount)]
  })
  return { kind: votes.length > 0 ? 'verdicts' : 'scores', byItem: new Map(byItem) }
}

/** What each run said of one item, cut out inside D1: a row a series however long the vectors. */
export async function predictionsOfItem(
  db: Db,
  runs: readonly string[],
  { subset, position, part, start, stepCount }: Omit<Place, 'expected' | 'facts'>,
): Promise<ReadonlyMap<string, Prediction>> {
  const width = Float64Array.BYTES_PER_ELEMENT
  const scores = sql`substr(${scoreVectors.scores}, ${1 + start * width}, ${stepCount * width})`
  const size = Int32Array.BYTES_PER_ELEMENT
  const verdict = sql`substr(${verdictVectors.verdicts}, ${1 + position * size}, ${size})`
  const [vectors, votes] = await Promise.all([
    db
      .select({
        run: scoreVectors.run,
        channel: scoreVectors.channel,
        draw: scoreVectors.draw,
        scores: scores.mapWith(scoreVectors.scores),
      })
      .from(scoreVectors)
      .where(
        and(
          inArray(scoreVectors.run, [...runs]),
          eq(scoreVectors.subset, subset),
          eq(scoreVectors.part, part),
        ),
      ),
    db
      .select({
        run: verdictVectors.run,
        sample: verdictVectors.sample,
        vote: verdict.mapWith(verdictVectors.verdicts),
      })
      .from(verdictVectors)
      .where(and(inArray(verdictVectors.run, [...runs]), eq(verdictVectors.subset, subset))),
  ])
  return new Map(
    runs.map((run) => {
      const ballots = votes.flatMap((row) =>
        row.run === run ? [{ sample: row.sample, vote: row.vote[0] ?? NOT_READ }] : [],
      )
      const series = vectors.filter((row) => row.run === run)
      return [run, toPrediction(series, ballots, stepCount)]
    }),
  )
}

function toPrediction(
  series: readonly { channel: string; draw: number | null; scores: Float64Array }[],
  ballots: readonly { sample: number; vote: number }[],
  steps: number,
): Prediction {
  if (ballots.length > 0) {
    const inOrder = ballots
      .filter(({ vote }) => vote !== NOT_GIVEN)
      .toSorted((a, b) => a.sample - b.sample)
    return { kind: 'verdicts', votes: inOrder.map(({ vote }) => fromStored(vote)) }
  }
  const main = series.filter(({ channel }) => channel === MAIN)
  return {
    kind: 'scores',
    scores:
      main.find(({ draw }) => draw === null)?.scores ?? new Float64Array(steps).fill(Number.NaN),
    channels: Object.fromEntries(
      series.flatMap(({ channel, scores }) => (channel === MAIN ? [] : [[channel, scores]])),
    ),
    draws: main
      .flatMap(({ draw, scores }) => (draw === null ? [] : [{ draw, scores }]))
      .toSorted((a, b) => a.draw - b.draw)
      .map(({ scores }) => scores),
  }
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
