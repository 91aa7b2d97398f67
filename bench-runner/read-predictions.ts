import type { ExpectedItem, Predictions } from '#schema/prediction.ts'
import { predictionReader } from '#schema/prediction.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { type Failed, failed } from './failure.ts'
import { readTextLines } from './read-text.ts'

/** Reads a predictions file, which may be gzip, against the items it must be about. */
export async function readPredictions(
  path: string,
  items: readonly ExpectedItem[],
  options: {
    scoreKind: ScoreKind
    allowMissing: boolean
    onLine?: (line: AnyPredictionLine) => void
  },
): Promise<{ readonly status: 'ok'; readonly predictions: Predictions } | Failed> {
  const file = await readTextLines(path)
  if (file.status === 'failed') return file
  const reader = predictionReader(items, options)
  for (const line of file.lines) reader.line(line)
  const read = reader.finish()
  if (read.status === 'ok') return read
  return failed('invalid', `${path} does not fit the benchmark`, read.issues)
}
