import { z } from 'zod'
import { issuesOf } from '#schema/error.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { StepScores } from '#schema/prediction-line.ts'
import { sha256Of } from '../../benchmarks/pinned-file.ts'
import { type ImportedRow, type ImportFormat, NO_SUCH_ITEM, refusedRow } from '../import-format.ts'
import { solutionsOf } from '../item-texts.ts'
import { readJson } from '../read-json.ts'
import { scoredRow } from '../scored-row.ts'
import { targetOf } from './sample-row.ts'

/** A response: JSON text, or the list of scores itself. */
const Response = z.union([z.string().transform(readJson), z.array(z.unknown())])

const Row = z.object({
  doc: z.object({ id: z.string(), steps: z.array(z.string()).optional() }),
  target: z.union([z.string(), z.number().transform(String)]),
  target_hash: z.string().optional(),
  /** The responses to each request. */
  resps: z.array(z.array(Response).min(1)).min(1),
})

const Vote = z.int().min(-1).nullable()

/** Samples of lm-eval, whose responses are lists of step scores, or first-error verdicts. */
export const lmEvalSamples: ImportFormat = {
  id: 'lm-eval',
  repeated: 'same',
  readRow(value, { find }) {
    const row = Row.safeParse(value)
    if (!row.success) return refusedRow(undefined, ...issuesOf(row.error))
    const { doc, target, target_hash, resps } = row.data
    const { id, steps } = doc
    const item = find(id)?.item
    if (item === undefined) return refusedRow(id, { field: 'doc.id', message: NO_SUCH_ITEM })
    if (target_hash !== undefined && target_hash !== sha256Of(target)) {
      return refusedRow(id, { field: 'target_hash', message: 'Not the hash of the target' })
    }
    const expected = targetOf(item)
    if (target !== expected) {
      const message = `${JSON.stringify(target)}; this label set says ${JSON.stringify(expected)}`
      return refusedRow(id, { field: 'target', message })
    }
    if (steps && 'steps' in item && JSON.stringify(steps) !== JSON.stringify(item.steps)) {
      return refusedRow(id, { field: 'doc.steps', message: 'Not the steps of the item' })
    }
    return readResponses(resps, item)
  },
}

function readResponses(
  requests: readonly (readonly unknown[])[],
  item: BenchmarkItem,
): ImportedRow {
  const { id } = item
  const solutions = solutionsOf(item).length
  if (requests.length !== solutions) {
    const message = `${requests.length} requests for ${solutions} solutions`
    return refusedRow(id, { field: 'resps', message })
  }
  const [votes = []] = requests
  if ('label' in item && votes.every((vote) => Vote.safeParse(vote).success)) {
    return { status: 'line', line: { id, verdicts: votes.flatMap((vote) => Vote.parse(vote)) } }
  }
  const lists: StepScores[] = []
  for (const [index, responses] of requests.entries()) {
    const scores = StepScores.safeParse(responses[0]).data
    if (responses.length > 1 || scores === undefined) {
      const message = 'Neither one JSON list of step scores nor verdicts'
      return refusedRow(id, { field: `resps.${index}`, message })
    }
    lists.push(scores)
  }
  return scoredRow(item, lists, { field: 'resps' })
}
