import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import { type Failed, failed } from '../failure.ts'
import { readText } from '../read-text.ts'
import { CANDIDATES_ROWS, readPoolRow } from './pool-rows.ts'
import { readRows } from './read-rows.ts'

/** Names that a pool's file may have in its folder. */
const NAMES = ['candidates.jsonl', 'candidates.jsonl.gz'] as const

/** The subset of a pool that has none. */
export const WHOLE_POOL = 'all'

export type PoolItems =
  | { readonly status: 'ok'; readonly path: string; readonly items: readonly BestOfNItem[] }
  | Failed

/** The problems of `candidates.jsonl` or `candidates.jsonl.gz` in a folder, in the file's order. */
export async function readPoolFile(folder: string): Promise<PoolItems> {
  for (const name of NAMES) {
    const path = join(folder, name)
    const file = await readText(path)
    if (file.status === 'ok') return parsePool(path, file.text)
    if (file.code !== 'missing_file') return file
  }
  return failed('missing_file', `No ${NAMES.join(' or ')} in ${folder}`)
}

/** The problems of a file that is written as `candidates.jsonl` is. */
export function parsePool(path: string, text: string): PoolItems {
  const read = readRows([{ subset: WHOLE_POOL, path, text }], (row, place) =>
    readPoolRow(row, { place, format: CANDIDATES_ROWS }),
  )
  return read.status === 'failed' ? read : { ...read, path }
}

/** A pool as its file is written, gzipped; what readPoolFile reads. */
export function packPool(items: readonly BestOfNItem[]): Uint8Array {
  const lines = items.map(({ id, problem, groundTruth, candidates }) => {
    const row = {
      problem_id: id,
      question: problem,
      ground_truth: groundTruth,
      candidates: candidates.map(({ steps, answer, correct }) => ({
        steps,
        answer,
        is_correct: correct,
      })),
    }
    return `${JSON.stringify(row)}\n`
  })
  return gzipSync(lines.join(''))
}
