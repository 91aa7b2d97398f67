import { z } from 'zod'
import {
  formatPolicy,
  parsePolicy,
  POLICY_FORMS,
  type RankingClass,
  rankingClass,
} from './policy.ts'
import { formatSelection, parseSelection, SELECTION_FORMS } from './selection.ts'

/** The one policy of preferences: by the scores as they are. */
export const RANK = 'rank'

/** A policy of any kind of benchmark in its one written form: `fixed:0.5`, `tuned:gsm8k`, `best_of:min`. */
export const PolicyText = z
  .string()
  .max(200)
  .transform((text, context) => {
    if (text === RANK) return text
    const policy = parsePolicy(text)
    if (policy) return formatPolicy(policy)
    const selection = parseSelection(text)
    if (selection) return formatSelection(selection)
    const message = `Not a policy. Forms: ${POLICY_FORMS}; on a pool ${SELECTION_FORMS}; on preferences ${RANK}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
  .meta({ id: 'Policy', examples: ['fixed:0.5', 'tuned:gsm8k', 'oracle', 'best_of:min'] })

/** What labels a policy uses. `pass` knows which candidate is right, so it is the ceiling and no choice. */
export function rankingClassOf(text: string): RankingClass {
  const policy = parsePolicy(text)
  if (policy) return rankingClass(policy)
  return parseSelection(text)?.policy.kind === 'pass' ? 'oracle' : 'label_free'
}
