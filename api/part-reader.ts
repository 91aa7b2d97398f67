import { predictionReader } from '#schema/prediction.ts'
import { scoreCountOf } from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import type { Place } from './queries/items.ts'
import type { LineRange } from './upload.ts'

/**
 * Reads one subset's predictions line by line, and where in the file the line about each item stands.
 * Stops at a line that brings it above `maxScores`.
 */
export function partReader(
  places: readonly Pick<Place, 'id' | 'expected'>[],
  { scoreKind, maxScores }: { readonly scoreKind: ScoreKind; readonly maxScores: number },
) {
  const byItem = new Map<string, LineRange>()
  let here: LineRange = { offset: 0, length: 0 }
  let scores = 0
  const reader = predictionReader(
    places.map(({ expected }) => expected),
    {
      scoreKind,
      onLine(line) {
        byItem.set(line.id, here)
        scores += scoreCountOf(line)
      },
    },
  )
  return {
    scores: () => scores,
    line: (text: string, range: LineRange) => {
      here = range
      reader.line(text)
      return scores > maxScores ? 'stop' : 'more'
    },
    finish: () => {
      const read = reader.finish()
      if (read.status === 'refused') return read
      const found = places.flatMap(({ id }) => {
        const { offset, length } = byItem.get(id) ?? { offset: 0, length: 0 }
        return [offset, length]
      })
      return { ...read, lines: Int32Array.from(found) }
    },
  } as const
}
