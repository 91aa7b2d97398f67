import { parsePolicy, type RankingClass, rankingClass } from '#schema/policy.ts'

/** The ranking class an item page must show to agree with a policy; undefined for the default one. */
export function itemClass(policy: string): RankingClass | undefined {
  const parsed = parsePolicy(policy)
  const found = parsed && rankingClass(parsed)
  return found === 'label_free' ? undefined : found
}

/** What tells an item from its neighbour: the end of its id where they begin alike. */
export function neighbourName(id: string, neighbour: string): string {
  const [, start = ''] = /^(.*[-_.:])[^-_.:]+$/.exec(id) ?? []
  return neighbour.startsWith(start) ? neighbour.slice(start.length) : neighbour
}

/** The run ids of a comma list. */
export function runList(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((run) => run !== '')
}

/** The address list that shows one more run, in place of the last when there are five. */
export function withRun(shown: readonly string[], run: string): string {
  return [...shown.slice(0, 4), run].join(',')
}
