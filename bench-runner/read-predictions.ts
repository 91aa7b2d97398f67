import type { Trajectory } from '#schema/item.ts'
import { type Predictions, predictionReader } from '#schema/prediction.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { type Failed, failed } from './failure.ts'
import { readText } from './read-text.ts'

/** Reads a predictions file, which may be gzip, against the items it must be about. */
export async function readPredictions(
  path: string,
  items: readonly Pick<Trajectory, 'id' | 'steps'>[],
  options: { scoreKind: ScoreKind; allowMissing: boolean },
): Promise<{ readonly status: 'ok'; readonly predictions: Predictions } | Failed> {
  const file = await readText(path)
  if (file.status === 'failed') return file
  const reader = predictionReader(
    items.map(({ id, steps }) => ({ id, steps: steps.length })),
    options,
  )
  for (const line of file.text.split('\n')) reader.line(line)
  const read = reader.finish()
  if (read.status === 'ok') return read
  return failed('invalid', `${path} does not fit the benchmark`, read.issues)
}
