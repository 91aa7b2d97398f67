import { z } from 'zod'
import type { Issue } from './error.ts'

export const ATTACHMENT_KINDS = [
  'critique',
  'passage',
  'tool_call',
  'tool_result',
  'rubric',
  'search_trace',
  'image',
  'other',
] as const
export const AttachmentKind = z.enum(ATTACHMENT_KINDS).meta({ id: 'AttachmentKind' })
export type AttachmentKind = z.infer<typeof AttachmentKind>

/** The most that one line may carry. */
export const MAX_ATTACHMENTS = 200
export const MAX_ATTACHED_CHARACTERS = 400_000
/** How deep the JSON of an attachment may nest. */
const MAX_DEPTH = 20

const place = {
  kind: AttachmentKind,
  step: z.int().nonnegative().optional().meta({ description: 'The step it is about, from 0.' }),
  candidate: z.int().nonnegative().optional().meta({
    description:
      'The candidate it is about, from 0; of preferences, 0 is the chosen one and the rejected ones follow.',
  }),
  draw: z.int().nonnegative().optional().meta({ description: 'The draw or vote it belongs to.' }),
  title: z.string().max(200).optional(),
}

const Json = z
  .unknown()
  .refine((value) => value !== undefined && depthOf(value, MAX_DEPTH + 1) <= MAX_DEPTH, {
    error: `Write JSON that nests at most ${MAX_DEPTH} deep`,
  })

const Link = z
  .url({ protocol: /^https?$/, error: 'Write an http or https address' })
  .max(2000)
  .meta({ description: 'Linked to, never loaded.' })

/**
 * Something a model read, wrote or called while it judged: untrusted, kept in the uploaded file, and
 * shown beside the item.
 */
export const Attachment = z
  .object({
    ...place,
    text: z.string().optional().meta({ description: 'Markdown with TeX, or plain text.' }),
    json: Json.optional(),
    url: Link.optional(),
  })
  .refine(
    ({ text, json, url }) => [text, json, url].filter((one) => one !== undefined).length === 1,
    {
      error: 'Give exactly one of text, json and url',
    },
  )
  .refine(({ kind, url }) => kind !== 'image' || url !== undefined, {
    path: ['url'],
    error: 'Images are linked to: give their url',
  })
  .meta({ id: 'Attachment' })
export type Attachment = z.infer<typeof Attachment>

/** What a line may carry besides what is scored. */
export const Attachments = z
  .array(Attachment)
  .max(MAX_ATTACHMENTS, { error: `More than ${MAX_ATTACHMENTS} attachments` })
  .refine((all) => JSON.stringify(all).length <= MAX_ATTACHED_CHARACTERS, {
    error: `The attachments have more than ${MAX_ATTACHED_CHARACTERS} characters as JSON`,
  })
  .meta({ description: 'What the model read, wrote or called; kept, shown, and never scored.' })

/** What an attachment may point at. */
export interface AttachedTo {
  /** Steps of each candidate, of a solution as of a single one. */
  readonly candidates: readonly number[]
  readonly isSolution: boolean
  readonly draws: number
}

/** Where attachments point at nothing: a step, candidate or draw that the line does not have. */
export function* misplacedAttachments(
  attachments: readonly Attachment[],
  { candidates, isSolution, draws }: AttachedTo,
): Generator<Issue> {
  for (const [index, { step, candidate, draw }] of attachments.entries()) {
    const field = (name: string) => `attachments.${index}.${name}`
    if (candidate !== undefined && (isSolution || candidate >= candidates.length)) {
      const message = isSolution
        ? 'A solution has no candidates; leave it out'
        : `There are ${candidates.length} candidates, counted from 0`
      yield { field: field('candidate'), message }
    } else if (step !== undefined) {
      const steps = isSolution
        ? candidates[0]
        : candidate === undefined
          ? undefined
          : candidates[candidate]
      if (steps === undefined) {
        yield { field: field('candidate'), message: 'Name the candidate whose step it is' }
      } else if (step >= steps) {
        yield { field: field('step'), message: `There are ${steps} steps, counted from 0` }
      }
    }
    if (draw !== undefined && draw >= draws) {
      yield { field: field('draw'), message: `There are ${draws} draws or votes, counted from 0` }
    }
  }
}

/** Levels of lists and objects, counted no further than `most`. */
function depthOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null || most === 0) return 0
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner, most - 1)))
}
