/**
 * Consecutive places, as many together as cost no more than allowed: a call that holds every prefix of a
 * long trajectory would hold the square of its length.
 */
export function runsOfPlaces(
  places: readonly number[],
  { costOf, most }: { costOf: (place: number, first: number) => number; most: number },
): readonly (readonly number[])[] {
  const runs: number[][] = []
  let cost = 0
  for (const place of places) {
    const run = runs.at(-1)
    const added = costOf(place, run?.[0] ?? place)
    if (run === undefined || cost + added > most) {
      runs.push([place])
      cost = costOf(place, place)
    } else {
      run.push(place)
      cost += added
    }
  }
  return runs
}
