import { ITEM_PROPERTIES, propertiesOf } from '#schema/item-filter.ts'
import type { ItemSummary } from '#schema/run-item.ts'

/** How often each name occurs. */
export function tally(names: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(names, (name) => name)
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]))
}

/** How many items have each value of each property that any of them has. */
export function propertyFacets(
  items: readonly ItemSummary[],
): Record<string, Record<string, number>> {
  const all = items.map(propertiesOf)
  return Object.fromEntries(
    ITEM_PROPERTIES.map(
      (name) => [name, tally(all.flatMap((properties) => properties[name] ?? []))] as const,
    ).filter(([, values]) => Object.keys(values).length > 0),
  )
}
