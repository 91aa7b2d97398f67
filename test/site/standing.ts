import type { Interval } from '#schema/interval.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { Standing } from '#schema/standing.ts'

/** A row of a board, with the headline value and the parts a test is about. */
export function standing(
  name: string,
  { value = 0.5, ...given }: Partial<Standing> = {},
): Standing {
  const about = { policy: 'fixed:0.5', subset: 'average', metric: 'f1' } as const
  const counts = { error_k: 1, error_n: 10, correct_k: 1, correct_n: 5 }
  const result: MetricResult =
    value === null
      ? { ...about, status: 'undefined', reason: 'no item with an error', n: 15, counts }
      : { ...about, status: 'ok', value, n: 15, counts }
  return {
    rank: null,
    rankRange: null,
    value,
    interval: null,
    protocol: '0'.repeat(64),
    run: `run_${name}`,
    model: { id: `owner/${name}`, kind: 'discriminative_prm' },
    policy: 'fixed:0.5',
    trust: 'recomputed',
    attested: false,
    held: false,
    reason: null,
    attempts: 1,
    disclosure: 'not_stated',
    submitter: 'someone',
    createdAt: '2026-11-22T09:05:00.000Z',
    coverage: { items: { expected: 15, scored: 15 }, steps: { expected: 60, scored: 60 } },
    results: [result],
    outcomes: {},
    ...given,
  }
}

/** A 95 % interval over problems. */
export function interval(lower: number, upper: number): Interval {
  const method = 'clustered_percentile'
  return { lower, upper, level: 0.95, method, resamples: 2000, seed: 0, covers: 'problems' }
}
