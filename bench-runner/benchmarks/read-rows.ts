import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { type RowFormat, readRow } from './row-format.ts'

interface Row {
  readonly value: unknown
  /** Where the row stands: a line of JSONL, or an index of a JSON array. */
  readonly place: { readonly line: number } | { readonly index: number }
}

/** One file of a benchmark, read. */
export interface SubsetFile {
  /** The subset of all its rows, or the field that names it in each. */
  readonly subset: string | { readonly field: string }
  readonly path: string
  readonly text: string
}

type Items = { readonly status: 'ok'; readonly items: readonly FirstErrorItem[] } | Failed

/** The items of several files, in their order; the first file that cannot be read refuses all. */
export function readSubsets(files: readonly SubsetFile[], format: RowFormat): Items {
  const items: FirstErrorItem[] = []
  for (const file of files) {
    const rows = readRows(file, format)
    if (rows.status === 'failed') return rows
    items.push(...rows.items)
  }
  return { status: 'ok', items }
}

/**
 * Items of one file: a JSON array, or JSON Lines when its name says so (`.jsonl`, `.ndjson`).
 * Refused with every problem, up to MAX_ISSUES, each by row, item and field.
 */
export function readRows({ subset, path, text }: SubsetFile, format: RowFormat): Items {
  const rows = /\.(jsonl|ndjson)(\.gz)?$/.test(path) ? parseLines(text) : parseArray(text)
  if (typeof rows === 'string') return failed('invalid', `${path}: ${rows}`)
  const items: FirstErrorItem[] = []
  const issues: Issue[] = []
  for (const { value, place } of rows) {
    const read = readRow(value, { subset, format })
    if ('item' in read) items.push(read.item)
    else issues.push(...read.issues.map((issue) => placed(issue, place)))
    if (issues.length >= MAX_ISSUES) break
  }
  if (issues.length === 0) return { status: 'ok', items }
  return failed('invalid', `${path} has rows that cannot be read`, issues.slice(0, MAX_ISSUES))
}

function placed(issue: Issue, place: Row['place']): Issue {
  if ('line' in place) return { ...issue, line: place.line }
  return { ...issue, field: `[${place.index}].${issue.field}` }
}

function parseArray(text: string): readonly Row[] | string {
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value)) return 'not a JSON array of rows'
    return value.map((row: unknown, index) => ({ value: row, place: { index } }))
  } catch (error) {
    return `not JSON: ${reasonOf(error)}`
  }
}

function parseLines(text: string): readonly Row[] | string {
  const rows: Row[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      rows.push({ value: JSON.parse(line), place: { line: index + 1 } })
    } catch (error) {
      return `line ${index + 1} is not JSON: ${reasonOf(error)}`
    }
  }
  return rows
}
