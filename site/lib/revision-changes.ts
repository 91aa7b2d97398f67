import type { MetricResult } from '#schema/metric.ts'

/** One number of a run on two sets of labels. */
export interface MovedResult {
  readonly name: string
  readonly before: MetricResult | undefined
  readonly after: MetricResult | undefined
}

/** Numbers that differ between two reports of a run, in the order of the later one, with how many do not. */
export function movedResults(
  before: readonly MetricResult[],
  after: readonly MetricResult[],
): { readonly moved: readonly MovedResult[]; readonly same: number } {
  const was = new Map(before.map((result) => [nameOf(result), result]))
  const pairs = after.map((result) => {
    const name = nameOf(result)
    return { name, before: was.get(name), after: result }
  })
  const moved = pairs.filter(({ before: old, after: now }) => !old || told(old) !== told(now))
  return { moved, same: pairs.length - moved.length }
}

/** `f1 of math under fixed:0.5`, of a pool with the number of candidates. */
function nameOf({ metric, subset, policy, candidates }: MetricResult): string {
  const from = candidates === undefined ? '' : ` from ${candidates}`
  return `${metric}${from} of ${subset} under ${policy}`
}

function told(result: MetricResult): number | string {
  return result.status === 'ok' ? result.value : result.reason
}
