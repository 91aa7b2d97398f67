import { z } from 'zod'
import { SubsetId } from './benchmark.ts'
import { Label } from './verdict.ts'

/** The most steps one solution may hold: the longest real one has 47. */
export const MAX_STEPS = 2000
/** The most characters its texts may hold in all, so that an item always fits a database row. */
export const MAX_CHARACTERS = 150_000
export const Text = z.string().max(MAX_CHARACTERS)

export const ItemId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'Write letters, digits and . _ : -')
  .meta({ id: 'ItemId', examples: ['olympiadbench-691'] })

/** What a model sees: a problem with its ordered steps, and no label. */
export const Trajectory = z.object({
  id: ItemId,
  subset: SubsetId,
  problem: Text.meta({ description: 'Untrusted Markdown with TeX.' }),
  steps: z.array(Text).min(1).max(MAX_STEPS),
})
export type Trajectory = z.infer<typeof Trajectory>

/** An item of a first-error benchmark. */
export const FirstErrorItem = z
  .object({
    ...Trajectory.shape,
    label: Label,
    generator: z.string().max(200).optional().meta({ description: 'Who wrote the solution.' }),
    finalAnswerCorrect: z.boolean().optional(),
  })
  .refine(({ label, steps }) => label.kind === 'none' || label.step < steps.length, {
    path: ['label', 'step'],
    error: 'The labelled step does not exist',
  })
  .refine(({ problem, steps }) => problem.length + lengthOf(steps) <= MAX_CHARACTERS, {
    path: ['steps'],
    error: `Problem and steps have more than ${MAX_CHARACTERS} characters`,
  })
  .meta({ id: 'FirstErrorItem' })
export type FirstErrorItem = z.infer<typeof FirstErrorItem>

/** How long texts are in all. */
export function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0)
}

/** Puts items in the order of their ids as people count: `math-9` before `math-10`. */
export function inIdOrder<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  const keyed = items.map((item) => ({ item, parts: partsOf(item.id) }))
  return keyed.sort((a, b) => compareParts(a.parts, b.parts)).map(({ item }) => item)
}

/** A run of digits, with its number, or a run of others. */
interface Part {
  readonly text: string
  readonly number: number | undefined
}

function partsOf(id: string): readonly Part[] {
  const texts = id.match(/\d+|\D+/g) ?? []
  return texts.map((text) => ({ text, number: /^\d/.test(text) ? Number(text) : undefined }))
}

/** Equal only for equal ids. */
function compareParts(left: readonly Part[], right: readonly Part[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (part.text === other.text) continue
    const areNumbers = part.number !== undefined && other.number !== undefined
    return (areNumbers && part.number - other.number) || (part.text < other.text ? -1 : 1)
  }
  return left.length - right.length
}
