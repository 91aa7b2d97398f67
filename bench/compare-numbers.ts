import type { Answer, Numbers } from './numbers.ts'

/** How far numbers that should be equal may lie apart: other orders of the same sums. */
const TOLERANCE = { values: 1e-12, intervals: 1e-9 } as const

/** Every name under which two programs disagree, with what each says. */
export function differences(ours: Answer, theirs: Answer): string[] {
  const revisions =
    ours.revision === theirs.revision ? [] : [`revision: ${ours.revision} and ${theirs.revision}`]
  const numbers = (['values', 'intervals'] as const).flatMap((part) => {
    const names = new Set([...Object.keys(ours[part]), ...Object.keys(theirs[part])])
    return [...names].flatMap((name) => {
      const [a, b] = [ours[part][name], theirs[part][name]]
      return isClose(a, b, TOLERANCE[part])
        ? []
        : `${name}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`
    })
  })
  return [...revisions, ...numbers]
}

type Value = Numbers['values'][string] | undefined

function isClose(a: Value, b: Value, tolerance: number): boolean {
  if (a == null || b == null) return a === b
  const [left, right] = [[a].flat(), [b].flat()]
  if (left.length !== right.length) return false
  return left.every((value, index) => Math.abs(value - (right[index] ?? NaN)) <= tolerance)
}
