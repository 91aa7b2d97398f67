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
/** Samples of a run; of steps, one a subset at least. */
const SAMPLES = 4

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
  if (!ranks.some((of) => tellsApart(of.filter((rank) => rank !== UNRANKED)))) return undefined
  const hashes = await Promise.all(ranks.map((of) => sha256(new Uint8Array(of.buffer))))
  return { of: 'order', hash: await sha256(['order', about, ...hashes].join('\n')) }
}

/**
 * Hashes of which steps score below the mean, of some of a subset's steps, the same ones for every run:
 * what rounding, a little noise, or another scale leave as it was in some sample.
 */
export async function stepFingerprints(
  { scores }: Series,
  { about, subsets }: { readonly about: string; readonly subsets: number },
): Promise<readonly Fingerprint[]> {
  const scored = scores.filter((score) => !Number.isNaN(score))
  const mean = scored.reduce((sum, score) => sum + score, 0) / scored.length
  const marks = Array.from(scores, (score) =>
    Number.isNaN(score) ? '-' : score < mean ? '0' : '1',
  )
  return sampleHashes(marks, {
    of: 'steps',
    about,
    size: STEPS,
    count: Math.ceil(SAMPLES / subsets),
  })
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

function tellsApart(values: ArrayLike<string | number>): boolean {
  const counts = new Map<string | number, number>()
  for (const value of Array.from(values)) counts.set(value, (counts.get(value) ?? 0) + 1)
  const most = [...counts.values()].reduce((high, count) => Math.max(high, count), 0)
  return values.length >= FEWEST && values.length - most >= FEWEST_UNLIKE
}

const UNRANKED = -1

/** The place of each score among the distinct ones, from 0 for the lowest; −1 where there is none. */
export function denseRanks(scores: Float64Array): Int32Array<ArrayBuffer> {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort()
  const distinct = sorted.filter((score, index) => index === 0 || score !== sorted[index - 1])
  return Int32Array.from(scores, (score) =>
    Number.isNaN(score) ? UNRANKED : placeIn(distinct, score),
  )
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
