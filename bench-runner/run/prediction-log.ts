import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type ExpectedItem, predictionReader } from '#schema/prediction.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { isMissing } from '../failure.ts'
import { writeAtomically } from '../write-file.ts'

/** An item that a run is to score. */
export interface LoggedItem {
  readonly id: string
  readonly subset: string
  readonly expected: ExpectedItem
}

/** The predictions of a run on disk: added line by line, put in order at the end. */
export interface PredictionLog {
  /** Items that have a prediction; one that failed has none, and is tried again. */
  readonly done: ReadonlySet<string>
  /** The last line of each item that has one. */
  readonly lines: ReadonlyMap<string, string>
  /** Writes a line through to the operating system, so that a killed process keeps it. */
  append(item: LoggedItem, line: LoggedLine): void
  /** Rewrites every file with one line an item, in canonical order. Returns the lines. */
  finish(): Promise<ReadonlyMap<string, string>>
  readonly close: () => void
}

/** A line with the reason why an item could not be scored, if so. */
export type LoggedLine = AnyPredictionLine & { readonly error?: string }

const Logged = z.object({ id: z.string(), error: z.string().optional() })

/**
 * Opens the log of a new or an interrupted run. A torn last line is dropped; so is a line that does
 * not fit its item.
 */
export function openPredictionLog(
  folder: string,
  { items, scoreKind }: { items: readonly LoggedItem[]; scoreKind: ScoreKind },
): PredictionLog {
  const lines = new Map<string, string>()
  const done = new Set<string>()
  const files = new Map<string, number>()
  mkdirSync(join(folder, 'predictions'), { recursive: true })
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  for (const [subset, expected] of bySubset) {
    const path = predictionsPath(folder, subset)
    const known = new Map(expected.map((item) => [item.id, item]))
    for (const text of readWholeLines(path)) {
      const line = readLine(text, { known, scoreKind })
      if (line === undefined) continue
      lines.set(line.id, text)
      if (!line.failed) done.add(line.id)
    }
    files.set(subset, openSync(path, 'a'))
  }

  return {
    done,
    lines,
    append({ id, subset }, line) {
      const text = JSON.stringify(line)
      const file = files.get(subset)
      if (file !== undefined) writeSync(file, `${text}\n`)
      lines.set(id, text)
      if (line.error === undefined) done.add(id)
    },
    async finish() {
      await writePredictions(folder, { items, lines })
      return lines
    },
    close() {
      for (const file of files.values()) closeSync(file)
    },
  }
}

/** Writes a file a subset, with one line an item in the order of the items. */
export async function writePredictions(
  folder: string,
  {
    items,
    lines,
  }: {
    items: readonly Pick<LoggedItem, 'id' | 'subset'>[]
    lines: ReadonlyMap<string, string>
  },
): Promise<void> {
  for (const [subset, own] of Map.groupBy(items, (item) => item.subset)) {
    const ordered = own.flatMap(({ id }) => lines.get(id) ?? [])
    const text = ordered.map((line) => `${line}\n`).join('')
    await writeAtomically(predictionsPath(folder, subset), text)
  }
}

export function predictionsPath(folder: string, subset: string): string {
  return join(folder, 'predictions', `${subset}.jsonl`)
}

/** Cuts the file after its last whole line and gives the lines. */
function readWholeLines(path: string): string[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
  const end = bytes.lastIndexOf('\n') + 1
  if (end < bytes.length) truncateSync(path, end)
  return bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
}

function readLine(
  text: string,
  { known, scoreKind }: { known: ReadonlyMap<string, LoggedItem>; scoreKind: ScoreKind },
): { readonly id: string; readonly failed: boolean } | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const { id, error } = Logged.safeParse(json).data ?? {}
  const item = id === undefined ? undefined : known.get(id)
  if (item === undefined || checkLine(text, item.expected, scoreKind) !== undefined)
    return undefined
  return { id: item.id, failed: error !== undefined }
}

/** Which item a line of a finished run is of, and why it has no prediction, if so. */
export function readLogged(text: string): z.infer<typeof Logged> {
  return Logged.parse(JSON.parse(text))
}

/** Why a line is no prediction for an item, if it is none. */
export function checkLine(
  text: string,
  item: ExpectedItem,
  scoreKind: ScoreKind,
): string | undefined {
  const reader = predictionReader([item], { scoreKind })
  reader.line(text)
  const read = reader.finish()
  return read.status === 'ok' ? undefined : read.issues[0]?.message
}
