import { issuesOf } from '#schema/error.ts'
import {
  type ImportedRow,
  type ImportFormat,
  type ImportTarget,
  NO_SUCH_ITEM,
  refusedRow,
} from '../import-format.ts'
import { referencesOf } from '../item-texts.ts'
import { readCarriedLine } from './carried-line.ts'
import { EeeRow } from './eee-row.ts'
import { PREDICTION_KEY, sampleHash } from './instance-row.ts'
import { readInteraction } from './read-interaction.ts'

/** Rows of every_eval_ever, with step scores attributed to messages, or as JSON in the output. */
export const everyEvalEverRows: ImportFormat = {
  id: 'eee',
  repeated: 'same',
  readRow(value, { find, model }) {
    const parsed = EeeRow.safeParse(value)
    if (!parsed.success) return refusedRow(undefined, ...issuesOf(parsed.error))
    const row = parsed.data
    const { sample_id: id, model_id, sample_hash, input } = row
    if (model_id !== model) {
      return refusedRow(id, { field: 'model_id', message: `Of ${model_id}, not of ${model}` })
    }
    if (typeof sample_hash === 'string' && sample_hash !== sampleHash(input)) {
      return refusedRow(id, { field: 'sample_hash', message: 'Not the hash of the input' })
    }
    const target = find(id)
    if (target === undefined) return refusedRow(id, { field: 'sample_id', message: NO_SUCH_ITEM })
    return readKnown(row, target)
  },
}

function readKnown(row: EeeRow, target: ImportTarget): ImportedRow {
  const reference = JSON.stringify(row.input.reference)
  const expected = JSON.stringify(referencesOf(target.item))
  if (reference !== expected) {
    const message = `${reference}; this label set says ${expected}`
    return refusedRow(target.item.id, { field: 'input.reference', message })
  }
  const read = readInteraction(row, target.item)
  if (read.status !== 'line') return read
  const carried = row.metadata?.[PREDICTION_KEY]
  return carried === undefined ? read : readCarriedLine(carried, { ...target, told: read.line })
}
