import { z } from 'zod'
import { Disclosure } from './disclosure.ts'
import { RunManifest } from './manifest.ts'
import { RunId } from './run.ts'
import { Trust } from './trust.ts'

const { model } = RunManifest.shape

/** What a board's filters and orders look at in one of its standings. */
export const BoardEntry = z.object({
  run: RunId,
  value: z.number().nullable(),
  policy: z.string(),
  kind: model.shape.kind,
  trust: Trust,
  attested: z.boolean(),
  disclosure: Disclosure,
  model: z.string(),
  params: z.number().nullable(),
  base: z.string().nullable(),
  license: z.string().nullable(),
  submitter: z.string(),
  createdAt: z.string(),
})
export type BoardEntry = z.infer<typeof BoardEntry>

/** An entry as it is stored: its values in the order of the schema, without their names. */
export type StoredEntry = readonly (string | number | boolean | null)[]

const FIELDS = BoardEntry.keyof().options

export function storedEntry(entry: BoardEntry): StoredEntry {
  return FIELDS.map((field) => entry[field])
}

/** Throws when it is not what `storedEntry` makes. */
export function readEntry(stored: StoredEntry): BoardEntry {
  return BoardEntry.parse(Object.fromEntries(FIELDS.map((field, index) => [field, stored[index]])))
}
