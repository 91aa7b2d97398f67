import { z } from 'zod'

export const RANKING_CLASSES = ['label_free', 'tuned', 'oracle'] as const

export const RankingClass = z.enum(RANKING_CLASSES).meta({
  id: 'RankingClass',
  description:
    'What labels a policy used: none (a fixed or beforehand declared cut, votes), some benchmark labels, or the very labels it is scored on (never ranked).',
})
export type RankingClass = z.infer<typeof RankingClass>

/** How step scores or votes become one decision an item. */
export type Policy =
  | { readonly kind: 'fixed'; readonly threshold: number }
  | { readonly kind: 'tuned'; readonly subset: string }
  | { readonly kind: 'oracle' }
  | { readonly kind: 'vote' }

const FORMS = 'fixed:<t>, tuned:<subset>, oracle, vote'

/** A policy in its one written form: `fixed:0.5`, `tuned:gsm8k`, `oracle`, `vote`. */
export const PolicyText = z
  .string()
  .refine((text) => parsePolicy(text) !== undefined, { error: `Not a policy. Forms: ${FORMS}` })
  .transform((text) => formatPolicy(parsePolicy(text) ?? { kind: 'oracle' }))
  .meta({ id: 'Policy', examples: ['fixed:0.5', 'tuned:gsm8k', 'oracle', 'vote'] })

export function parsePolicy(text: string): Policy | undefined {
  if (text === 'oracle' || text === 'vote') return { kind: text }
  const [kind, argument = ''] = text.split(/:(.*)/s)
  if (kind === 'tuned' && /^[a-z0-9][a-z0-9_-]*$/.test(argument)) return { kind, subset: argument }
  if (kind !== 'fixed' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(argument)) return undefined
  const threshold = Number(argument)
  return Number.isFinite(threshold) ? { kind, threshold } : undefined
}

export function formatPolicy(policy: Policy): string {
  switch (policy.kind) {
    case 'fixed':
      return `fixed:${policy.threshold}`
    case 'tuned':
      return `tuned:${policy.subset}`
    case 'oracle':
    case 'vote':
      return policy.kind
  }
}

export function rankingClass(policy: Policy): RankingClass {
  switch (policy.kind) {
    case 'fixed':
    case 'vote':
      return 'label_free'
    case 'tuned':
    case 'oracle':
      return policy.kind
  }
}
