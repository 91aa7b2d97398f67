import type { Issue } from '#schema/error.ts'
import { type ExpectedItem, type Prediction, predictionReader } from '#schema/prediction.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'

export type ReadOneLine =
  | { readonly status: 'ok'; readonly line: AnyPredictionLine; readonly prediction: Prediction }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] }

/** A prediction line of one item, read and checked. */
export function readOneLine(
  text: string,
  { expected, scoreKind }: { readonly expected: ExpectedItem; readonly scoreKind: ScoreKind },
): ReadOneLine {
  const lines: AnyPredictionLine[] = []
  const reader = predictionReader([expected], { scoreKind, onLine: (line) => lines.push(line) })
  reader.line(text)
  const read = reader.finish()
  if (read.status === 'refused') return read
  const prediction = read.predictions.byItem.get(expected.id)
  const [line] = lines
  if (line === undefined || prediction === undefined) throw new Error(`${expected.id} was not read`)
  return { status: 'ok', line, prediction }
}
