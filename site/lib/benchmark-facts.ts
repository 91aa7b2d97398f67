import type { Benchmark } from '#schema/benchmark.ts'
import { count, plural } from './format.ts'
import type { Fact } from './manifest-facts.ts'

/** How much a benchmark holds, by what its kind counts. */
export function sizeFacts(benchmark: Benchmark): readonly Fact[] {
  const { kind, counts, subsets, groups = [] } = benchmark
  const steps = { name: 'Steps', value: count(counts.steps) }
  switch (kind) {
    case 'first_error':
      return [
        { name: 'Items', value: `${count(counts.items)}: ${splitOf(benchmark)}` },
        { name: 'Problems', value: count(counts.problems) },
        steps,
        { name: 'Subsets', value: `${subsets.length}${sizeOfEach(benchmark)}` },
      ]
    case 'step_labels':
      return [
        { name: 'Items', value: `${count(counts.items)}: ${splitOf(benchmark)}` },
        steps,
        {
          name: 'Classes',
          value: `${subsets.length}${groups.length > 0 ? ` in ${plural(groups.length, 'group')}` : ''}`,
        },
      ]
    case 'best_of_n':
      return [
        { name: 'Problems', value: count(counts.items) },
        { name: 'Candidates', value: splitOf(benchmark) },
        steps,
        ...(subsets.length > 1 ? [{ name: 'Subsets', value: count(subsets.length) }] : []),
      ]
    case 'preference':
      return [
        { name: 'Items', value: count(counts.items) },
        { name: 'Compared', value: splitOf(benchmark) },
        { name: 'Contexts', value: count(counts.problems) },
        ...(subsets.length > 1 ? [{ name: 'Subsets', value: count(subsets.length) }] : []),
      ]
  }
}

/** What a benchmark holds, in one sentence. */
export function sizeSentence(benchmark: Benchmark): string {
  const { kind, counts } = benchmark
  switch (kind) {
    case 'first_error':
    case 'step_labels':
      return `${count(counts.items)} items: ${splitOf(benchmark)}.`
    case 'preference':
      return `${plural(counts.items, 'item')}: ${splitOf(benchmark)}.`
    case 'best_of_n':
      return `${plural(counts.items, 'problem')} with ${splitOf(benchmark)}.`
  }
}

function splitOf({ kind, counts: { error, correct } }: Benchmark): string {
  switch (kind) {
    case 'first_error':
      return `${count(error)} with an error, ${count(correct)} correct`
    case 'step_labels':
      return `${count(error)} with a wrong step, ${count(correct)} without`
    case 'best_of_n':
      return `${plural(error + correct, 'candidate')}, ${count(correct)} of them right`
    case 'preference':
      return `${count(correct)} chosen, ${count(error)} rejected`
  }
}

/** ` of 250`, where all subsets are of one size. */
function sizeOfEach({ subsets, subsetCounts }: Benchmark): string {
  const sizes = new Set(subsets.map(({ id }) => subsetCounts[id]?.items ?? 0))
  const [size = 0] = sizes
  return sizes.size === 1 ? ` of ${count(size)}` : ''
}
