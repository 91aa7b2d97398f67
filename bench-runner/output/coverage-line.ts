import type { Report } from '../score-benchmark.ts'

export function coverageLine({ coverage: { items, steps } }: Pick<Report, 'coverage'>): string {
  const count = (share: typeof items) => `${format(share.scored)} of ${format(share.expected)}`
  return `Scored ${count(items)} items and ${count(steps)} labelled steps`
}

function format(count: number): string {
  return count.toLocaleString('en')
}
