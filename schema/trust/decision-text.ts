import type { ItemVerdict } from '../item-verdict.ts'

/** What a policy decided on an item, without what the labels make of it: equal texts are equal decisions. */
export function decisionText(verdict: ItemVerdict): string {
  switch (verdict.kind) {
    case 'first_error': {
      const { decision } = verdict
      return decision.kind === 'none' ? 'none' : `${decision.kind} ${decision.step}`
    }
    case 'step_labels':
      return [verdict.flagged.join(), verdict.unscored.join()].join(' ')
    case 'best_of_n':
      return String(verdict.chosen)
    case 'preference':
      return verdict.outcome
  }
}

/** The share of items on which two runs decided the same, from 0 to 1; 0 without items. */
export function agreement(a: readonly string[], b: readonly string[]): number {
  const same = a.filter((text, item) => text === b[item]).length
  return a.length === 0 ? 0 : same / Math.max(a.length, b.length)
}
