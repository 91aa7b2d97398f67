import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import { type ExpectedItem, type Predictions, predictionReader } from '#schema/prediction.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { reasonOf } from '../failure.ts'
import { decodeLines } from '../read-text.ts'

export type Checked =
  | { readonly status: 'ok'; readonly predictions: Predictions }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] }

/** Checks predictions that come in one file a subset, as the service does: every item, none twice. */
export function checkSubsets(
  files: readonly { readonly subset: string; readonly path: string; readonly bytes: Uint8Array }[],
  items: readonly { readonly subset: string; readonly expected: ExpectedItem }[],
  scoreKind: ScoreKind,
): Checked {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  const issues: Issue[] = []
  const parts: Predictions[] = []
  for (const { subset, path } of files) {
    if (!bySubset.has(subset)) issues.push({ field: path, message: 'No such subset' })
  }
  for (const [subset, within] of bySubset) {
    const expected = within.map((item) => item.expected)
    const file = files.find((candidate) => candidate.subset === subset)
    const part = file
      ? checkSubset(file, { expected, scoreKind })
      : ({
          status: 'refused',
          issues: [{ field: subset, message: 'No predictions file' }],
        } as const)
    if (part.status === 'ok') parts.push(part.predictions)
    else issues.push(...part.issues)
  }
  const kinds = new Set(parts.map(({ kind }) => kind))
  if (kinds.size > 1) {
    issues.push({ field: 'predictions', message: 'Some subsets hold scores and some verdicts' })
  }
  if (issues.length > 0) return { status: 'refused', issues: issues.slice(0, MAX_ISSUES) }
  return { status: 'ok', predictions: merge(parts) }
}

function checkSubset(
  { path, bytes }: { path: string; bytes: Uint8Array },
  { expected, scoreKind }: { expected: readonly ExpectedItem[]; scoreKind: ScoreKind },
): Checked {
  const reader = predictionReader(expected, { scoreKind })
  try {
    for (const line of decodeLines(bytes)) reader.line(line)
  } catch (error) {
    return { status: 'refused', issues: [{ field: path, message: reasonOf(error) }] }
  }
  const read = reader.finish()
  if (read.status === 'ok') return read
  const named = ({ message, ...issue }: Issue) => ({ ...issue, message: `${message} (${path})` })
  return { status: 'refused', issues: read.issues.map(named) }
}

function merge(parts: readonly Predictions[]): Predictions {
  const byItem = new Map(parts.flatMap((part) => [...part.byItem]))
  return { kind: parts[0]?.kind ?? 'scores', byItem }
}
