import { z } from 'zod'
import { issuesOf } from '#schema/error.ts'
import { labelToWire } from '#schema/verdict.ts'
import { type ImportFormat, NO_SUCH_ITEM, refusedRow } from './import-format.ts'

const Row = z.object({
  id: z.string(),
  label: z.int(),
  prediction: z.int().nullable(),
  match: z.boolean(),
  steps: z.array(z.string()).optional(),
})

/**
 * What the evaluation code of ProcessBench writes (Zheng et al. 2024), `<subset>_error.jsonl` and
 * `<subset>_correct.jsonl`: the first wrong step a critic named, -1 for none, null for no answer.
 */
export const processBenchOutput: ImportFormat = {
  id: 'processbench',
  repeated: 'same',
  readRow(value, { find }) {
    const row = Row.safeParse(value)
    if (!row.success) return refusedRow(undefined, ...issuesOf(row.error))
    const { id, label, prediction, match, steps } = row.data
    const item = find(id)?.item
    if (item === undefined) return refusedRow(id, { field: 'id', message: NO_SUCH_ITEM })
    if (!('label' in item)) {
      return refusedRow(id, {
        field: 'prediction',
        message: 'This benchmark takes scores, no verdicts',
      })
    }
    if (label !== labelToWire(item.label)) {
      const message = `${label}; this label set says ${labelToWire(item.label)}`
      return refusedRow(id, { field: 'label', message })
    }
    if (steps && JSON.stringify(steps) !== JSON.stringify(item.steps)) {
      return refusedRow(id, { field: 'steps', message: 'Not the steps of the item' })
    }
    if (match !== (prediction === label)) {
      const message = `${match}, though prediction ${prediction} and label ${label} say otherwise`
      return refusedRow(id, { field: 'match', message })
    }
    const verdict = prediction === null || prediction < -1 ? null : prediction
    return { status: 'line', line: { id, verdicts: [verdict] } }
  },
}
