import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'

/** An item of a row, or what is wrong with the row. */
export type ReadRow<Item> = { readonly item: Item } | { readonly issues: readonly Issue[] }

/** What a row's item is when its fields do not say: its file's subset, and an id by its place. */
export interface RowPlace {
  readonly id: string
  readonly subset: string | undefined
}

/** One file of a benchmark, read. */
export interface RowFile {
  /** The subset of all its rows; undefined where each names its own. */
  readonly subset: string | undefined
  readonly path: string
  readonly text: string
}

interface Row {
  /** What stands there, or why that is no JSON. */
  readonly read: { readonly value: unknown } | { readonly problem: string }
  /** Where the row stands: a line of JSONL, or an index of a JSON array. */
  readonly place: { readonly line: number } | { readonly index: number }
}

/**
 * Items of several files, in their order: each a JSON array, or JSON Lines when its name says so
 * (`.jsonl`, `.ndjson`). The first file with rows that cannot be read refuses all, with every problem,
 * up to MAX_ISSUES, each by row, item and field.
 */
export function readRows<Item>(
  files: readonly RowFile[],
  read: (row: unknown, place: RowPlace) => ReadRow<Item>,
): { readonly status: 'ok'; readonly items: readonly Item[] } | Failed {
  const items: Item[] = []
  for (const { subset, path, text } of files) {
    const rows = /\.(jsonl|ndjson)(\.gz)?$/.test(path) ? parseLines(text) : parseArray(text)
    if (typeof rows === 'string') return failed('invalid', `${path}: ${rows}`)
    const issues: Issue[] = []
    for (const [index, { read: found, place }] of rows.entries()) {
      const row =
        'value' in found
          ? read(found.value, { id: `${subset ?? 'item'}-${index}`, subset })
          : { issues: [{ field: '', message: found.problem }] }
      if ('item' in row) items.push(row.item)
      else issues.push(...row.issues.map((issue) => placed(issue, place)))
      if (issues.length >= MAX_ISSUES) break
    }
    if (issues.length > 0) {
      const message = `${path} has rows that cannot be read`
      return failed('invalid', message, issues.slice(0, MAX_ISSUES))
    }
  }
  return { status: 'ok', items }
}

function placed(issue: Issue, place: Row['place']): Issue {
  if ('line' in place) return { ...issue, line: place.line }
  return { ...issue, field: `[${place.index}].${issue.field}` }
}

function parseArray(text: string): readonly Row[] | string {
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value)) return 'not a JSON array of rows'
    return value.map((row: unknown, index) => ({ read: { value: row }, place: { index } }))
  } catch (error) {
    return `not JSON: ${reasonOf(error)}`
  }
}

function parseLines(text: string): readonly Row[] {
  return text.split('\n').flatMap((line, index): readonly Row[] => {
    if (line.trim() === '') return []
    const place = { line: index + 1 }
    try {
      const value: unknown = JSON.parse(line)
      return [{ read: { value }, place }]
    } catch (error) {
      return [{ read: { problem: `Not JSON: ${reasonOf(error)}` }, place }]
    }
  })
}
