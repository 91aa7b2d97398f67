import { MAX_ISSUES } from '#schema/error.ts'
import { type BenchmarkItem } from '#schema/kinds/kinds.ts'
import {
  type AnyPredictionLine,
  PoolPredictionLine,
  PredictionLine,
} from '#schema/prediction-line.ts'
import { sha256Of } from '../benchmarks/pinned-file.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'

export interface CanonicalScores {
  readonly lines: ReadonlyMap<string, AnyPredictionLine>
  /** SHA-256 of the lines `{"id":…,"scores":…}`, one an item, in the benchmark's order. */
  readonly digest: string
}

/**
 * Scores by item and their content hash: the same for a source's own file and for any copy of it in
 * our format, whatever the order of lines and the spelling of numbers. Lines of no item are left out.
 */
export function canonicalScores(
  lines: readonly AnyPredictionLine[],
  items: readonly BenchmarkItem[],
): CanonicalScores {
  const byId = new Map(lines.map((line) => [line.id, line]))
  const kept = items.flatMap(({ id }) => byId.get(id) ?? [])
  const text = kept
    .map((line) => `${JSON.stringify({ id: line.id, scores: scoresOf(line) })}\n`)
    .join('')
  return { lines: new Map(kept.map((line) => [line.id, line])), digest: sha256Of(text) }
}

function scoresOf(line: AnyPredictionLine) {
  return 'scores' in line ? line.scores : undefined
}

/** The lines of a predictions file that holds scores. */
export function readLines(
  { path, text }: { readonly path: string; readonly text: string },
  isPool: boolean,
): { readonly status: 'ok'; readonly lines: readonly AnyPredictionLine[] } | Failed {
  const lines: AnyPredictionLine[] = []
  const issues: { line: number; field: string; message: string }[] = []
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue
    const read = readLine(row, isPool)
    if (typeof read === 'string') issues.push({ line: index + 1, field: '', message: read })
    else lines.push(read)
  }
  if (issues.length === 0) return { status: 'ok', lines }
  return failed('invalid', `${path} is no file of scores`, issues.slice(0, MAX_ISSUES))
}

function readLine(row: string, isPool: boolean): AnyPredictionLine | string {
  try {
    const line = (isPool ? PoolPredictionLine : PredictionLine).parse(JSON.parse(row))
    return line.scores === undefined ? 'No scores' : line
  } catch (error) {
    return reasonOf(error)
  }
}
