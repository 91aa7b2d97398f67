import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import { type ImportedRow, type ImportTarget, refusedRow } from '../import-format.ts'
import { readOneLine } from '../read-one-line.ts'
import { saidLine } from '../said-line.ts'
import { PREDICTION_KEY } from './instance-row.ts'

/**
 * A whole prediction line that a row carries beside its scores, with what the format has no place for.
 * It must give the scores or votes that the row tells.
 */
export function readCarriedLine(
  text: string,
  { item, expected, told }: ImportTarget & { readonly told: AnyPredictionLine },
): ImportedRow {
  const field = `metadata.${PREDICTION_KEY}`
  const read = readOneLine(text, { expected, scoreKind: { kind: 'unbounded' } })
  if (read.status === 'refused') {
    const [issue] = read.issues
    return refusedRow(item.id, { field, message: `${issue?.field}: ${issue?.message}` })
  }
  const said = saidLine(item, read.prediction)
  if (JSON.stringify(said) === JSON.stringify(told)) return { status: 'line', line: read.line }
  return refusedRow(item.id, { field, message: 'Does not give the scores or votes of its row' })
}
