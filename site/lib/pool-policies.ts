import { AGGREGATIONS } from '#schema/aggregation.ts'
import { parseSelection } from '#schema/selection.ts'

/** A way of choosing with the aggregations it can be had with. */
export interface PolicyGroup {
  readonly id: string
  readonly label: string
  readonly policies: readonly { readonly policy: string; readonly words: string }[]
}

/** Policies by their way of choosing, each in the order of the aggregations. */
export function policyGroups(policies: readonly string[]): readonly PolicyGroup[] {
  const inOrder = policies.toSorted((a, b) => place(a) - place(b))
  const groups = Map.groupBy(inOrder, wayOf)
  return Array.from(groups, ([id, members]) => ({
    id,
    label: LABELS[id],
    policies: members.map((policy) => ({ policy, words: wordsOf(policy, id) })),
  })).toSorted((a, b) => WAYS.indexOf(a.id) - WAYS.indexOf(b.id))
}

const LABELS = {
  best_of: 'Best of the candidates, by',
  vote: 'Vote of the candidates, weighted by',
  other: 'Other policies',
} as const
type Way = keyof typeof LABELS
const WAYS: readonly string[] = Object.keys(LABELS)

function wayOf(policy: string): Way {
  const parsed = parseSelection(policy)
  const kind = parsed?.transforms.length === 0 ? parsed.policy.kind : undefined
  return kind === 'best_of' || kind === 'vote' ? kind : 'other'
}

function wordsOf(policy: string, way: Way): string {
  return way === 'other' ? policy : policy.slice(way.length + 1)
}

function place(policy: string): number {
  return AGGREGATIONS.findIndex((name) => policy.endsWith(name))
}

/** The ceiling, the majority, then the policies in the order of their groups. */
export function inPolicyOrder<Row extends { readonly policy: string }>(
  rows: readonly Row[],
): readonly Row[] {
  const order = [
    'pass',
    'majority',
    ...policyGroups(rows.map(({ policy }) => policy)).flatMap(({ policies }) =>
      policies.map(({ policy }) => policy),
    ),
  ]
  return rows.toSorted((a, b) => order.indexOf(a.policy) - order.indexOf(b.policy))
}

/** What a policy does, in one sentence. */
export function policyRule(policy: string): string {
  const parsed = parseSelection(policy)?.policy
  switch (parsed?.kind) {
    case 'best_of':
      return `The candidate whose ${AGGREGATION_WORDS[parsed.aggregation]} is highest is chosen, the first among equals.`
    case 'vote':
      return `Each candidate votes for its answer with its ${AGGREGATION_WORDS[parsed.aggregation]}; the answer of highest sum is chosen, the one seen first among equals.`
    case 'majority':
      return 'The answer that most candidates give is chosen, the one seen first among equals; no score is looked at.'
    case 'pass':
      return 'Right when any candidate is: the ceiling of every choice, never ranked.'
    case 'majority_or_best':
    case 'mixed':
    case 'first_n':
    case undefined:
      return ''
  }
}

export const AGGREGATION_WORDS = {
  min: 'lowest step score',
  prod: 'product of step scores',
  last: 'last step score',
  mean: 'mean step score',
  max: 'highest step score',
} as const satisfies Record<(typeof AGGREGATIONS)[number], string>
