import { seededRandom } from '../random.ts'
import { sha256 } from '../sha256.ts'
import type { Series } from './series.ts'
import { FEWEST } from './suspicion.ts'

export const FINGERPRINTS = ['order', 'votes', 'steps', 'decisions'] as const

/** A hash that two runs share when one's scores, or decisions, are the other's. */
export interface Fingerprint {
  readonly hash: string
  /** `order` of all scores, or all `votes`; a sample of `steps` of one subset, or of `decisions` of all. */
  readonly of: (typeof FINGERPRINTS)[number]
}

/** How many values must differ from the most frequent one: rarer ones coincide by chance. */
const FEWEST_UNLIKE = 20
/** Steps or items in a sample: few enough that some sample misses what a copier changed here and there. */
const STEPS = 256
const ITEMS = 128
/** Samples of a run; of steps, one of each subset where these are many, since each is a row to write. */
const SAMPLES = 4
const SAMPLED_SUBSETS = 3

/**
 * The hash of the order in which a run puts the steps of each subset, so that any strictly rising change
 * of its scores leaves it as it was; of a run of votes, the hash of those on each item. Undefined when
 * there is too little to tell runs apart.
 * @param about what the series are of: the item sets, in order
 */
export async function orderFingerprint(
  series: readonly Series[],
  about: string,
): Promise<Fingerprint | undefined> {
  const votes = series.flatMap((one) => one.votes)
  if (votes.length > 0) {
    if (!tellsApart(votes)) return undefined
    return { of: 'votes', hash: await sha256(['votes', about, ...votes].join('\n')) }
  }
  const ranks = series.map(({ scores }) => denseRanks(scores))
  if (!ranks.some(ranksTellApart)) return undefined
  const hashes = await Promise.all(ranks.map((of) => sha256(new Uint8Array(of.buffer))))
  return { of: 'order', hash: await sha256(['order', about, ...hashes].join('\n')) }
}

/**
 * Hashes of which steps score below the mean, of some steps of the largest subsets, the same ones for
 * every run: what rounding, a little noise, or another scale leave as it was in some sample.
 * @param about what the series of a subset is of: its item set
 */
export async function stepFingerprints(
  series: readonly Series[],
  about: (subset: string) => string,
): Promise<readonly Fingerprint[]> {
  const largest = series
    .toSorted((a, b) => b.scores.length - a.scores.length)
    .slice(0, SAMPLED_SUBSETS)
  const count = largest.length < SAMPLED_SUBSETS ? Math.ceil(SAMPLES / largest.length) : 1
  const found = largest.map(({ subset, scores }) =>
    sampleHashes(aboveMean(scores), { of: 'steps', about: about(subset), size: STEPS, count }),
  )
  return (await Promise.all(found)).flat()
}

/** Of each step whether it scores above the mean, `1`, or below it, `0`; `-` where it has no score. */
function aboveMean(scores: Float64Array): readonly string[] {
  const scored = scores.filter((score) => !Number.isNaN(score))
  const mean = scored.reduce((sum, score) => sum + score, 0) / scored.length
  return Array.from(scores, (score) => (Number.isNaN(score) ? '-' : score < mean ? '0' : '1'))
}

/**
 * Hashes of the decisions on some items, the same ones for every run, by which scores turned into votes
 * are found again; votes, which have no steps to look at, take more of them.
 */
export async function decisionFingerprints(
  decisions: readonly string[],
  { about, areVotes }: { readonly about: string; readonly areVotes: boolean },
): Promise<readonly Fingerprint[]> {
  const count = areVotes ? SAMPLES : 1
  return sampleHashes(decisions, { of: 'decisions', about, size: ITEMS, count })
}

async function sampleHashes(
  values: readonly string[],
  {
    of,
    about,
    size,
    count,
  }: {
    readonly of: Fingerprint['of']
    readonly about: string
    readonly size: number
    readonly count: number
  },
): Promise<readonly Fingerprint[]> {
  const samples =
    values.length <= size
      ? [values]
      : Array.from({ length: count }, (_, index) => sampleOf(values, { size, seed: index + 1 }))
  const telling = samples.filter((sample) => tellsApart(sample.filter((value) => value !== '-')))
  return Promise.all(
    telling.map(async (sample) => ({
      of,
      hash: await sha256([of, about, ...sample].join('\n')),
    })),
  )
}

function sampleOf(
  values: readonly string[],
  { size, seed }: { readonly size: number; readonly seed: number },
): readonly string[] {
  const random = seededRandom(seed)
  return Array.from({ length: size }, () => values[Math.floor(random() * values.length)] ?? '')
}

function tellsApart(values: readonly string[]): boolean {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return isTelling(counts.values())
}

function ranksTellApart(ranks: Int32Array): boolean {
  const counts = new Int32Array(ranks.length)
  for (const rank of ranks) if (rank !== UNRANKED) counts[rank] = (counts[rank] as number) + 1
  return isTelling(counts)
}

/** Whether values that occur so often are enough, and not nearly all the same. */
function isTelling(counts: Iterable<number>): boolean {
  let all = 0
  let most = 0
  for (const count of counts) {
    all += count
    if (count > most) most = count
  }
  return all >= FEWEST && all - most >= FEWEST_UNLIKE
}

const UNRANKED = -1

/** The place of each score among the distinct ones, from 0 for the lowest; −1 where there is none. */
export function denseRanks(scores: Float64Array): Int32Array<ArrayBuffer> {
  const distinct = scores.slice().sort()
  let length = 0
  for (const score of distinct) {
    // Scores that are missing come last.
    if (Number.isNaN(score)) break
    if (length === 0 || score !== distinct[length - 1]) distinct[length++] = score
  }
  const known = distinct.subarray(0, length)
  const ranks = new Int32Array(scores.length)
  for (let step = 0; step < scores.length; step++) {
    const score = scores[step] as number
    ranks[step] = Number.isNaN(score) ? UNRANKED : placeIn(known, score)
  }
  return ranks
}

/** Binary search; −0 and 0 are one. */
function placeIn(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
