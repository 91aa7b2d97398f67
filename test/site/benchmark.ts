import type { Benchmark } from '#schema/benchmark.ts'

/** A benchmark of two subsets with three runs. */
export function publishedBenchmark(kind: Benchmark['kind']): Benchmark {
  const counts = { items: 20, steps: 900, error: 12, correct: 8, problems: 18 }
  return {
    id: 'b',
    name: 'B',
    kind,
    description: 'About.',
    subsets: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ],
    license: 'CC0-1.0',
    source: 'here',
    revision: '0'.repeat(64),
    labelSet: '1',
    publishedAt: '2026-11-22T09:05:00.000Z',
    counts,
    subsetCounts: { a: { ...counts, items: 10 }, b: { ...counts, items: 10 } },
    pending: 0,
    runs: 3,
  }
}
