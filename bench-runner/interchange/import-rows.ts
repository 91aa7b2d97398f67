import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { OpenedBenchmark } from '../benchmarks/open-benchmark.ts'
import { type Failed, failed, isMissing, reasonOf } from '../failure.ts'
import type { ImportedRow, ImportFormat } from './import-format.ts'
import { readLines } from './read-lines.ts'
import { readOneLine } from './read-one-line.ts'

export interface ImportRowsOptions {
  readonly benchmark: OpenedBenchmark
  readonly model: string
  readonly scoreKind: ScoreKind
  readonly rule: string | undefined
}

export type ImportedRows =
  | {
      readonly status: 'ok'
      /** By item, in the benchmark's order; an item of which nothing is said has none. */
      readonly lines: ReadonlyMap<string, AnyPredictionLine>
      readonly warnings: readonly string[]
    }
  | Failed

/**
 * The predictions in files that others wrote. Every row must be about an item, fit it and pass the
 * checks of its format; otherwise all is refused, with file, line and field of every problem.
 */
export async function importRows(
  format: ImportFormat,
  paths: readonly string[],
  options: ImportRowsOptions,
): Promise<ImportedRows> {
  const { benchmark } = options
  const { items } = benchmark.revision
  const collected = collectRows(format, options)
  for (const path of paths) {
    let line = 0
    try {
      for await (const text of readLines(path)) {
        line += 1
        if (text.trim() !== '') collected.take(text, { path, line })
        if (collected.issues.length >= MAX_ISSUES) break
      }
    } catch (error) {
      if (isMissing(error)) return failed('missing_file', `No such file: ${path}`)
      return failed('unreadable', `Cannot read ${path}: ${reasonOf(error)}`)
    }
  }
  const { issues, lines } = collected
  if (issues.length > 0) {
    const message = `Nothing was imported; there are rows that cannot be read as ${format.id}`
    return failed('invalid', message, issues.slice(0, MAX_ISSUES))
  }
  if (!items.some(({ id }) => saysSomething(lines.get(id)))) {
    return failed(
      'invalid',
      `Nothing was imported: no row has a prediction of ${benchmark.definition.id}`,
    )
  }
  const kept = items.flatMap(({ id }) => {
    const line = lines.get(id)
    return line ? [[id, line] as const] : []
  })
  if (new Set(kept.map(([, line]) => 'verdicts' in line)).size > 1) {
    const message =
      'Nothing was imported: some rows hold scores and some verdicts; a run is one or the other'
    return failed('invalid', message)
  }
  return { status: 'ok', lines: new Map(kept), warnings: collected.warnings(kept.length) }
}

function saysSomething(line: AnyPredictionLine | undefined): boolean {
  if (line === undefined) return false
  if ('rejected' in line) return [line.chosen, ...(line.rejected ?? [])].some(isScore)
  return !('scores' in line) || !line.scores || line.scores.flat().some(isScore)
}

function isScore(score: number | null | undefined): boolean {
  return typeof score === 'number'
}

interface Place {
  readonly path: string
  readonly line: number
}

/** Takes row after row and keeps what they say, what is wrong, and what a reader should know. */
function collectRows(
  format: ImportFormat,
  { benchmark, model, scoreKind, rule }: ImportRowsOptions,
) {
  const { expectedOf } = kindOf(benchmark.definition.kind)
  const targets = new Map(
    [...benchmark.revision.items, ...(benchmark.originals ?? [])].map((item) => [
      item.id,
      { item, expected: expectedOf(item) },
    ]),
  )
  const context = { find: (id: string) => targets.get(id), model, rule }
  const lines = new Map<string, AnyPredictionLine>()
  const said = new Map<string, string>()
  const issues: Issue[] = []
  const noted = new Map<string, number>()

  function note(what: string) {
    noted.set(what, (noted.get(what) ?? 0) + 1)
  }

  function refuse(place: Place, problem: { item?: string; field: string; message: string }) {
    const item = problem.item === undefined ? {} : { item: shown(problem.item) }
    const message = `${shown(problem.message)} (${place.path})`
    issues.push({ ...item, line: place.line, field: shown(problem.field), message })
  }

  function keep(row: Exclude<ImportedRow, { status: 'refused' }>, place: Place) {
    const id = row.status === 'line' ? row.line.id : row.id
    const text = row.status === 'line' ? JSON.stringify(row.line) : ''
    const before = said.get(id)
    if (before !== undefined) {
      if (format.repeated === 'first') return note('repeat an earlier one, which counts')
      if (before === text) return
      return refuse(place, {
        item: id,
        field: '',
        message: 'Another row of this item says otherwise',
      })
    }
    said.set(id, text)
    if (row.status === 'missing') return note('say that there is no prediction')
    lines.set(id, row.line)
    if (row.warning !== undefined) note(`have ${row.warning}`)
  }

  return {
    issues,
    lines,
    take(text: string, place: Place) {
      const row = readRow(text, { format, context, scoreKind })
      if (row.status !== 'refused') return keep(row, place)
      const { item } = row
      for (const issue of row.issues)
        refuse(place, { ...(item !== undefined && { item }), ...issue })
    },
    warnings(kept: number): readonly string[] {
      const notes = Array.from(noted, ([what, count]) => `${count} rows ${what}`)
      const strays = lines.size - kept
      return strays === 0 ? notes : [...notes, `${strays} rows are of solutions that no run holds`]
    },
  }
}

/** What of an untrusted text a terminal may show. */
function shown(text: string): string {
  const clipped = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  return clipped.replace(/\p{Cc}/gu, '\ufffd')
}

const MAX_SHOWN = 300

/** What a row says, held against its item. */
function readRow(
  text: string,
  {
    format,
    context,
    scoreKind,
  }: {
    format: ImportFormat
    context: Parameters<ImportFormat['readRow']>[1]
    scoreKind: ScoreKind
  },
): ImportedRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const message = `Not JSON: ${reasonOf(error)}`
    return { status: 'refused', issues: [{ field: '', message }] }
  }
  const row = format.readRow(value, context)
  if (row.status !== 'line') return row
  const target = context.find(row.line.id)
  if (target === undefined) throw new Error(`${format.id} gave a line of no item`)
  const read = readOneLine(JSON.stringify(row.line), { expected: target.expected, scoreKind })
  if (read.status === 'ok') return row
  const issues = read.issues.map(({ field, message }) => ({ field, message }))
  return { status: 'refused', item: row.line.id, issues }
}
