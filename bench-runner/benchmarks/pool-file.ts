import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { BestOfNItem, Candidate, MAX_CANDIDATES } from '#schema/best-of-n-item.ts'
import { type Issue, issuesOf, MAX_ISSUES } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { readText } from '../read-text.ts'

/** Names that a pool's file may have in its folder. */
const NAMES = ['candidates.jsonl', 'candidates.jsonl.gz'] as const

const item = BestOfNItem.shape
const candidate = Candidate.shape
const Row = z.object({
  problem_id: item.id,
  question: item.problem,
  ground_truth: item.groundTruth,
  candidates: z
    .array(
      z.object({
        steps: candidate.steps,
        answer: candidate.answer,
        is_correct: candidate.correct,
      }),
    )
    .min(1)
    .max(MAX_CANDIDATES),
})

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

/** A pool as its file is written, gzipped; what readPoolFile reads. */
export function packPool(items: readonly BestOfNItem[]): Uint8Array {
  const lines = items.map(({ id, problem, groundTruth, candidates }) => {
    const row: z.input<typeof Row> = {
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

/** Refused with every problem, up to MAX_ISSUES, each by line, item and field of the file. */
function parsePool(path: string, text: string): PoolItems {
  const items: BestOfNItem[] = []
  const issues: Issue[] = []
  const lines = new Map<string, number>()
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    if (issues.length >= MAX_ISSUES) break
    const line = index + 1
    const read = parseLine(content)
    if ('issues' in read) {
      issues.push(...read.issues.map((issue) => ({ ...issue, line })))
      continue
    }
    const { id } = read.item
    const earlier = lines.get(id)
    lines.set(id, earlier ?? line)
    if (earlier === undefined) items.push(read.item)
    else {
      const message = `Line ${earlier} has the same id; ids must be unique`
      issues.push({ item: id, line, field: 'problem_id', message })
    }
  }
  if (issues.length === 0) return { status: 'ok', path, items }
  return failed('invalid', `${path} has lines that cannot be read`, issues.slice(0, MAX_ISSUES))
}

function parseLine(
  content: string,
): { readonly item: BestOfNItem } | { readonly issues: readonly Issue[] } {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (error) {
    return { issues: [{ field: '', message: `Not JSON: ${reasonOf(error)}` }] }
  }
  const row = Row.safeParse(value)
  if (!row.success) {
    const id = Row.pick({ problem_id: true }).safeParse(value).data?.problem_id
    const named = id !== undefined && { item: id }
    return { issues: issuesOf(row.error).map((issue) => ({ ...named, ...issue })) }
  }
  const { problem_id, question, ground_truth, candidates } = row.data
  return {
    item: {
      id: problem_id,
      problem: question,
      groundTruth: ground_truth,
      candidates: candidates.map(({ steps, answer, is_correct }) => ({
        steps,
        answer,
        correct: is_correct,
      })),
    },
  }
}
