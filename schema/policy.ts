import { z } from 'zod'
import { formatTransforms, splitTransforms, TRANSFORM_FORMS, type Transform } from './transform.ts'

export const RANKING_CLASSES = ['label_free', 'tuned', 'oracle'] as const

export const RankingClass = z.enum(RANKING_CLASSES).meta({
  id: 'RankingClass',
  description:
    'What labels a policy used: none (a fixed or beforehand declared cut, votes), some benchmark labels, or the very labels it is scored on (never ranked).',
})
export type RankingClass = z.infer<typeof RankingClass>

/** How step scores or votes become one decision an item. */
type Rule =
  | { readonly kind: 'fixed'; readonly threshold: number }
  | { readonly kind: 'tuned'; readonly subset: string }
  | { readonly kind: 'oracle' }
  | { readonly kind: 'vote' }

/** A rule, and what is done to the scores before it. */
export type Policy = Rule & { readonly transforms?: readonly Transform[] }

export const POLICY_FORMS = `fixed:<t>, tuned:<subset>, oracle, vote; before one of the first three, a transform and >, as delta>fixed:-0.05. Transforms: ${TRANSFORM_FORMS}`

/** Reads `rule` or `transform>…>rule`; undefined when it is neither. Votes have no scores to transform. */
export function parsePolicy(text: string): Policy | undefined {
  const { transforms, rest } = splitTransforms(text)
  const rule = parseRule(rest)
  if (!rule || !transforms) return undefined
  if (transforms.length === 0) return rule
  return rule.kind === 'vote' ? undefined : { ...rule, transforms }
}

export function formatPolicy(policy: Policy): string {
  return `${formatTransforms(policy.transforms ?? [])}${formatRule(policy)}`
}

function parseRule(text: string): Rule | undefined {
  if (text === 'oracle' || text === 'vote') return { kind: text }
  const [kind, argument = ''] = text.split(/:(.*)/s)
  if (kind === 'tuned' && /^[a-z0-9][a-z0-9_-]*$/.test(argument)) return { kind, subset: argument }
  if (kind !== 'fixed' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(argument)) return undefined
  const threshold = Number(argument)
  return Number.isFinite(threshold) ? { kind, threshold } : undefined
}

function formatRule(rule: Rule): string {
  switch (rule.kind) {
    case 'fixed':
      return `fixed:${rule.threshold}`
    case 'tuned':
      return `tuned:${rule.subset}`
    case 'oracle':
    case 'vote':
      return rule.kind
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
