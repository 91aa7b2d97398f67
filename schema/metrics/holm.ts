/**
 * p-values adjusted for being several, in the order given. Holm 1979: the i-th smallest of m (from 1)
 * times m − i + 1, never less than the adjusted one before it, at most 1.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const adjusted = pValues.slice()
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1))
  let highest = 0
  for (const [place, index] of order.entries()) {
    highest = Math.max(highest, (pValues[index] ?? 1) * (pValues.length - place))
    adjusted[index] = Math.min(1, highest)
  }
  return adjusted
}
