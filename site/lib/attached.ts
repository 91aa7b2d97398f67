import type { Attachment, AttachmentKind } from '#schema/attachment.ts'
import { plural } from './format.ts'

/** Something a run's line carries, with what the page calls the run. */
export interface Attached {
  readonly letter: string
  readonly attachment: Attachment
}

/** How much of one attachment a page shows, and how many at one place. */
export const SHOWN_CHARACTERS = 4000
export const SHOWN_AT_ONCE = 20

export const ATTACHMENT_WORDS = {
  critique: 'critique',
  passage: 'passage',
  tool_call: 'tool call',
  tool_result: 'tool result',
  rubric: 'rubric',
  search_trace: 'search trace',
  image: 'image',
  other: 'other',
} as const satisfies Record<AttachmentKind, string>

/** Those at one place: of a step, of a candidate as a whole, or of the item as a whole. */
export function attachedAt(
  attached: readonly Attached[],
  place: { readonly step?: number; readonly candidate?: number },
): readonly Attached[] {
  return attached.filter(
    ({ attachment: { step, candidate } }) => step === place.step && candidate === place.candidate,
  )
}

/** What an attachment is, in few words: `tool call, vote 2`. */
export function attachmentWords({ kind, title, step, draw }: Attachment): string {
  return [
    ATTACHMENT_WORDS[kind],
    ...(title === undefined ? [] : [title]),
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(draw === undefined ? [] : [`draw ${draw}`]),
  ].join(', ')
}

/** `2 attachments by A: critique, tool call`. */
export function attachedSummary(attached: readonly Attached[]): string {
  const letters = [...new Set(attached.map(({ letter }) => letter))]
  const kinds = new Set(attached.map(({ attachment }) => ATTACHMENT_WORDS[attachment.kind]))
  return `${plural(attached.length, 'attachment')} by ${letters.join(', ')}: ${[...kinds].join(', ')}`
}

/** A text or JSON as far as a page shows it, and whether that is all. */
export function shownText({ text, json }: Pick<Attachment, 'text' | 'json'>): {
  readonly text: string
  readonly isCut: boolean
} {
  const whole = text ?? JSON.stringify(json, null, 2)
  return { text: whole.slice(0, SHOWN_CHARACTERS), isCut: whole.length > SHOWN_CHARACTERS }
}
