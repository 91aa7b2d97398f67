/** Why a tokenizer does not fit an adapter, or a solution cannot be fed to a model. */
export const REFUSALS = [
  /** A token has another id than the adapter's models have, or none. */
  'other_tokenizer',
  /** A label or an anchor is not exactly one token. */
  'not_one_token',
  /** The tokenizer's folder has no chat template, or it refuses these messages. */
  'chat_template',
  /** The problem or a step holds a marker, or a token that stands for itself. */
  'marker_in_text',
  /** There is not one position a step. */
  'wrong_count',
  /** A position does not come after the one before. */
  'not_increasing',
  /** The ids stand for another text than the one that was rendered. */
  'text_differs',
  /** There are more tokens than the model takes. */
  'too_long',
] as const
type RefusalCode = (typeof REFUSALS)[number]

export interface Refused {
  readonly status: 'refused'
  readonly code: RefusalCode
  /** What happened, then what to do. */
  readonly message: string
}

export function refused(code: RefusalCode, message: string): Refused {
  return { status: 'refused', code, message }
}
