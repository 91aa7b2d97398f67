import { z } from 'zod'

/** Numbers as servers write them: null stands for one that is none. */
export const Numbers = z.array(z.number().nullable())

/** A row of them, or the one number of a row; undefined for anything else. */
export function rowOf(value: unknown): readonly number[] | undefined {
  const row = typeof value === 'number' || value === null ? [value] : value
  const read = Numbers.safeParse(row)
  return read.success ? read.data.map((number) => number ?? Number.NaN) : undefined
}

/** In the order of their index, which servers need not keep. */
export function byIndex<Row extends { readonly index: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.index - b.index)
}
