import { z } from 'zod'
import { compiled } from '#schema/compiled.ts'
import { type Issue, issuesOf } from '#schema/error.ts'
import { ItemId, MAX_CHARACTERS, Trajectory } from '#schema/item.ts'
import { PRMBENCH_CLASSES, sourceId } from '#schema/metrics/step-classes.ts'
import { charactersOf, StepLabelsItem } from '#schema/step-labels-item.ts'

const { id: Id, problem, steps } = Trajectory.shape

const Row = compiled(
  z.object({
    idx: Id,
    classification: z.enum(PRMBENCH_CLASSES),
    modified_question: problem,
    modified_process: steps,
    original_question: problem,
    original_process: steps,
    error_steps: z.array(z.int()),
    reason: z.string(),
  }),
)

export interface PrmBenchRow {
  readonly status: 'ok'
  readonly item: StepLabelsItem
  /** The solution the row was made from, as an item; once per solution, from redundency rows. */
  readonly correctItem: StepLabelsItem | undefined
  /** Wrong steps of the row that its solution does not have, 1-based as the row writes them. */
  readonly absentSteps: readonly number[]
}

/** The items of one row, or what is wrong with it, named by the fields of the file. */
export function readPrmBenchRow(value: unknown): PrmBenchRow | { readonly issues: Issue[] } {
  const row = Row().safeParse(value)
  if (!row.success) {
    const idx = z.object({ idx: z.string() }).safeParse(value).data?.idx
    const issues = issuesOf(row.error)
    return {
      issues: issues.map((issue) => ({ ...(idx !== undefined && { item: idx }), ...issue })),
    }
  }
  const { classification, modified_process, error_steps } = row.data
  // One edition of the data writes the class before the idx, another does not.
  const source = sourceId({ id: row.data.idx, classification })
  const exists = (step: number) => step >= 1 && step <= modified_process.length
  const wrongSteps = new Set(error_steps.filter(exists).map((step) => step - 1))
  const original = { problem: row.data.original_question, steps: row.data.original_process }
  const item = {
    id: `${classification}_${source}`,
    subset: classification,
    problem: row.data.modified_question,
    steps: modified_process,
    wrongSteps: [...wrongSteps].sort((a, b) => a - b),
    ...(row.data.reason !== '' && { reason: row.data.reason }),
    original,
  }
  // Nothing else can be wrong with the item of a row that is right.
  const fits = ItemId.safeParse(item.id).success && charactersOf(item) <= MAX_CHARACTERS
  const refused = fits ? undefined : StepLabelsItem.safeParse(item).error
  if (refused) return { issues: issuesOf(refused).map((issue) => ({ item: item.id, ...issue })) }
  const correctItem = { id: `correct_${source}`, subset: 'correct', ...original, wrongSteps: [] }
  return {
    status: 'ok',
    item,
    correctItem: classification === 'redundency' ? correctItem : undefined,
    absentSteps: error_steps.filter((step) => !exists(step)),
  }
}
