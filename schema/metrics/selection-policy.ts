import { type Aggregation, AGGREGATIONS } from '../aggregation.ts'

/**
 * How one answer is chosen from a problem's candidates. None of them uses a label, but `pass`, which
 * is the ceiling. `vote`, `mixed` and any policy over `prod` mean something for probabilities only.
 */
export type SubsetPolicy =
  /** Right when any candidate is. */
  | { readonly kind: 'pass' }
  /** The answer most candidates give; the one seen first among equals. */
  | { readonly kind: 'majority' }
  /** The candidate of highest score; the lowest index among equals. */
  | { readonly kind: 'best_of'; readonly aggregation: Aggregation }
  /** The answer of highest sum of scores; the one seen first among equals. */
  | { readonly kind: 'vote'; readonly aggregation: Aggregation }
  /** The majority's answer, unless its share of the candidates is below the cut; then best_of. */
  | { readonly kind: 'majority_or_best'; readonly cut: number; readonly aggregation: Aggregation }
  /** The candidate of highest weight * score + (1 - weight) * its answer's share of the candidates. */
  | { readonly kind: 'mixed'; readonly weight: number; readonly aggregation: Aggregation }

/** `first_n` takes the first n candidates as they come instead of every n of them. */
export type SelectionPolicy =
  | SubsetPolicy
  | { readonly kind: 'first_n'; readonly policy: SubsetPolicy }

/** Reads a policy in its one written form, such as `best_of:min` or `first_n:mixed:0.5:prod`. */
export function parseSelectionPolicy(text: string): SelectionPolicy | undefined {
  const prefix = 'first_n:'
  if (!text.startsWith(prefix)) return parseSubsetPolicy(text)
  const policy = parseSubsetPolicy(text.slice(prefix.length))
  return policy && { kind: 'first_n', policy }
}

export function formatSelectionPolicy(policy: SelectionPolicy): string {
  switch (policy.kind) {
    case 'pass':
    case 'majority':
      return policy.kind
    case 'best_of':
    case 'vote':
      return `${policy.kind}:${policy.aggregation}`
    case 'majority_or_best':
      return `${policy.kind}:${policy.cut}:${policy.aggregation}`
    case 'mixed':
      return `${policy.kind}:${policy.weight}:${policy.aggregation}`
    case 'first_n':
      return `${policy.kind}:${formatSelectionPolicy(policy.policy)}`
  }
}

/** Whether a policy adds or multiplies scores, which only probabilities allow. */
export function needsProbabilities(policy: SelectionPolicy): boolean {
  switch (policy.kind) {
    case 'pass':
    case 'majority':
      return false
    case 'vote':
    case 'mixed':
      return true
    case 'best_of':
    case 'majority_or_best':
      return policy.aggregation === 'prod'
    case 'first_n':
      return needsProbabilities(policy.policy)
  }
}

function parseSubsetPolicy(text: string): SubsetPolicy | undefined {
  if (text === 'pass' || text === 'majority') return { kind: text }
  const parts = text.split(':')
  const kind = parts[0]
  const aggregation = AGGREGATIONS.find((name) => name === parts.at(-1))
  if (aggregation === undefined) return undefined
  if (parts.length === 2 && (kind === 'best_of' || kind === 'vote')) return { kind, aggregation }
  const share = parseShare(parts[1] ?? '')
  if (parts.length !== 3 || share === undefined) return undefined
  if (kind === 'majority_or_best') return { kind, cut: share, aggregation }
  return kind === 'mixed' ? { kind, weight: share, aggregation } : undefined
}

function parseShare(text: string): number | undefined {
  const share = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  return share >= 0 && share <= 1 ? share : undefined
}
