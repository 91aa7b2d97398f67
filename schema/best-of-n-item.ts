import { z } from 'zod'
import { compareItemIds, ItemId } from './item.ts'
import { type Sha256, sha256 } from './sha256.ts'

/** The most candidates a problem may hold. */
export const MAX_CANDIDATES = 1024
/** The most steps a candidate may hold, and characters one text. */
const MAX_STEPS = 2000
const Text = z.string().max(150_000)

/** A solution to choose, with the answer it ends in. */
export const Candidate = z
  .object({
    steps: z.array(Text).min(1).max(MAX_STEPS),
    answer: Text.nullable().meta({
      description:
        'The answer class: candidates agree when these strings are equal. null when the solution gives no answer.',
    }),
    correct: z.boolean().meta({ description: 'As the pool was graded; nothing is graded here.' }),
  })
  .meta({ id: 'Candidate' })
export type Candidate = z.infer<typeof Candidate>

/** A problem of a Best-of-N pool. */
export const BestOfNItem = z
  .object({
    id: ItemId,
    problem: Text.meta({ description: 'Untrusted Markdown with TeX.' }),
    groundTruth: Text.meta({ description: 'The right answer, for readers.' }),
    candidates: z.array(Candidate).min(1).max(MAX_CANDIDATES),
  })
  .meta({ id: 'BestOfNItem' })
export type BestOfNItem = z.infer<typeof BestOfNItem>

/** A pool's problems in canonical order, with what identifies them. */
export interface PoolRevision {
  /** Hash of everything in the items: changes with an answer class or a grade. */
  readonly id: Sha256
  /** Hash of every (id, problem, steps): what a model sees, so the same over gradings. */
  readonly itemSet: Sha256
  readonly items: readonly BestOfNItem[]
}

/** Orders problems by id and hashes their content; candidates keep their order, which breaks ties. */
export async function revisePool(items: readonly BestOfNItem[]): Promise<PoolRevision> {
  const ordered = items.toSorted((a, b) => compareItemIds(a.id, b.id))
  const hashes = await Promise.all(ordered.map(hashItem))
  return {
    id: await sha256(JSON.stringify(hashes.map(({ id, graded }) => [id, graded]))),
    itemSet: await sha256(JSON.stringify(hashes.map(({ id, seen }) => [id, seen]))),
    items: ordered,
  }
}

/** The two hashes of one problem, from which a pool's are made. */
async function hashItem({ id, problem, groundTruth, candidates }: BestOfNItem) {
  const graded = candidates.map(({ steps, answer, correct }) => [steps, answer, correct])
  const seen = candidates.map(({ steps }) => steps)
  return {
    id,
    graded: await sha256(JSON.stringify([problem, groundTruth, graded])),
    seen: await sha256(JSON.stringify([problem, seen])),
  }
}
