import type { PreferenceVerdict } from '#schema/item-verdict.ts'

/**
 * The place of a preference's chosen answer, from 1; a tie counts against it, and without a score it
 * is last. Undefined where there is nothing to compare it with.
 */
export function placeOfChosen({ outcome, above, tied }: PreferenceVerdict): number | undefined {
  return outcome === 'none_rejected' ? undefined : 1 + above + tied
}
