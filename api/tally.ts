/** How often each name occurs. */
export function tally(names: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(names, (name) => name)
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]))
}
