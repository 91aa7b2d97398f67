import { z } from 'zod'
import { BestOfNItem, Candidate, MAX_CANDIDATES } from '#schema/best-of-n-item.ts'
import { compiled } from '#schema/compiled.ts'
import { FieldPath, fieldsOf, rowIssues } from './field-path.ts'
import type { ReadRow, RowPlace } from './read-rows.ts'

/** Where a row of a pool's file holds what a problem needs; the last three are lists, one member a candidate. */
export const PoolRows = z.strictObject({
  fields: z.strictObject({
    id: FieldPath.optional(),
    problem: FieldPath,
    groundTruth: FieldPath.optional(),
    steps: FieldPath,
    answer: FieldPath,
    correct: FieldPath,
    subset: FieldPath.optional(),
  }),
})
export type PoolRows = z.infer<typeof PoolRows>

/** How `candidates.jsonl` is written. */
export const CANDIDATES_ROWS: PoolRows = {
  fields: {
    id: 'problem_id',
    problem: 'question',
    groundTruth: 'ground_truth',
    steps: 'candidates.*.steps',
    answer: 'candidates.*.answer',
    correct: 'candidates.*.is_correct',
  },
}

const { id, subset, problem, groundTruth } = BestOfNItem.shape
const { steps, answer, correct } = Candidate.shape
const Row = compiled(
  z.object({
    id,
    subset,
    problem,
    groundTruth: groundTruth.nullish(),
    steps: z.array(steps).min(1).max(MAX_CANDIDATES),
    answer: z.array(answer),
    correct: z.array(correct),
  }),
)

/** A problem from one row, or what is wrong with it, named by the fields of the file. */
export function readPoolRow(
  row: unknown,
  { place, format: { fields } }: { place: RowPlace; format: PoolRows },
): ReadRow<BestOfNItem> {
  const parsed = Row().safeParse({ ...place, ...fieldsOf(row, fields) })
  if (!parsed.success) return { issues: rowIssues(parsed.error, { row, fields }) }
  const { steps, answer, correct, groundTruth, ...item } = parsed.data
  const candidates = steps.flatMap((texts, index) => {
    const ends = answer[index]
    const grade = correct[index]
    return ends === undefined || grade === undefined
      ? []
      : [{ steps: texts, answer: ends, correct: grade }]
  })
  if (new Set([steps.length, answer.length, correct.length]).size > 1) {
    const message = `${steps.length} solutions, ${answer.length} answers, ${correct.length} grades`
    return { issues: [{ item: item.id, field: fields.steps, message }] }
  }
  return { item: { ...item, ...(groundTruth != null && { groundTruth }), candidates } }
}
