import { z } from 'zod'
import { BenchmarkId, BenchmarkKind } from './benchmark.ts'
import { canonicalJson } from './canonical-json.ts'
import { LEVEL } from './interval.ts'
import { kindOf } from './kinds/kinds.ts'
import { RESAMPLES } from './metrics/cluster-draws.ts'
import { RankingClass } from './policy.ts'
import { rankingClassOf } from './policy-text.ts'
import { Sha256, sha256 } from './sha256.ts'

/** The seed of everything published that is drawn at random. */
export const PUBLISHED_SEED = 0

/**
 * What a table fixes. Numbers of different protocols never share a ranking. Its hash is that of its
 * JSON with keys in order and no space.
 */
export const Protocol = z
  .object({
    schema: z.literal('stepmark.protocol/1'),
    benchmark: BenchmarkId,
    revision: Sha256,
    labelSet: z.string(),
    kind: BenchmarkKind,
    rankingClass: RankingClass,
    policy: z.string().optional().meta({ description: 'Of a pool, where each has its own table.' }),
    headline: z.string().meta({ description: 'The value runs rank by.' }),
    metrics: z.string().meta({ description: 'Version of the formulas.' }),
    missing: z.string().meta({ description: 'What a missing score or item does.' }),
    ties: z.string(),
    grader: z.string().meta({ description: 'Who says what is right.' }),
    interval: z.object({
      method: z.literal('clustered_percentile'),
      level: z.number(),
      resamples: z.int(),
      prng: z.literal('sfc32'),
      seed: z.int(),
      clusters: z.string(),
    }),
  })
  .meta({ id: 'Protocol' })
export type Protocol = z.infer<typeof Protocol>

/** The rules of each kind of benchmark, word for word: another word is another protocol. */
export const PROTOCOL_RULES = {
  first_error: {
    headline: 'f1, average',
    missing:
      'a decision before any missing score stands; one that depends on a missing score is wrong; an item without a prediction is wrong',
    ties: 'a score equal to the threshold passes; the lowest of equally good thresholds; the vote seen first',
    grader: 'labels of the benchmark',
    clusters: 'problem text, within a subset',
  },
  step_labels: {
    headline: 'prm_score, overall',
    missing: 'a step without a score is judged wrongly',
    ties: 'a score equal to the threshold flags its step',
    grader: 'labels of the benchmark',
    clusters: 'the solution that items of all classes were made from, else the problem text',
  },
  best_of_n: {
    headline: 'accuracy, all candidates',
    missing:
      'a candidate with a missing step score ranks last and casts no vote; nothing to choose is wrong',
    ties: 'the lowest index; the answer seen first',
    grader: 'answers and grades of the pool',
    clusters: 'problem text',
  },
  preference: {
    headline: 'mrr, mean over subsets',
    missing: 'a chosen one without a score ranks last; a rejected one without a score is beaten',
    ties: 'a rejected one with the same score ranks before the chosen one',
    grader: 'preferences of the benchmark',
    clusters: 'the task, else the text of the context, within a subset',
  },
} as const satisfies Record<BenchmarkKind, unknown>

/** What one of a benchmark's boards fixes. */
export function protocolOf(
  {
    benchmark,
    kind,
    revision,
    labelSet,
  }: Pick<Protocol, 'benchmark' | 'kind' | 'revision' | 'labelSet'>,
  board: string,
): Protocol {
  const { clusters, ...rules } = PROTOCOL_RULES[kind]
  const rankingClass = RankingClass.safeParse(board).data
  return {
    schema: 'stepmark.protocol/1',
    benchmark,
    revision,
    labelSet,
    kind,
    rankingClass: rankingClass ?? rankingClassOf(board),
    ...(rankingClass === undefined && { policy: board }),
    ...rules,
    metrics: `${kind}/${kindOf(kind).version}`,
    interval: {
      method: 'clustered_percentile',
      level: LEVEL,
      resamples: RESAMPLES,
      prng: 'sfc32',
      seed: PUBLISHED_SEED,
      clusters,
    },
  }
}

export function protocolHash(protocol: Protocol): Promise<Sha256> {
  return sha256(canonicalJson(protocol))
}
