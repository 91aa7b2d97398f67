import type { BenchmarkKind } from '#schema/benchmark.ts'
import {
  type AnyOutcome,
  CHOICE_OUTCOMES,
  PREFERENCE_OUTCOMES,
  STEP_OUTCOMES,
} from '#schema/item-verdict.ts'
import type { OutcomePair } from '#schema/metrics/outcome-pairs.ts'

/** How often one run's outcomes met another's, those of A down and those of B across. */
export interface Confusion {
  readonly name: string
  readonly items: number
  readonly down: readonly { readonly outcome: AnyOutcome; readonly items: number }[]
  readonly across: readonly AnyOutcome[]
  /** Items by row and column. */
  readonly cells: readonly (readonly number[])[]
}

const TABLES: Record<
  BenchmarkKind,
  readonly { readonly name: string; readonly outcomes: readonly AnyOutcome[] }[]
> = {
  first_error: [
    { name: 'items with an error', outcomes: ['hit', 'early', 'late', 'missed'] },
    { name: 'correct items', outcomes: ['passed', 'false_alarm'] },
  ],
  step_labels: [{ name: 'items', outcomes: STEP_OUTCOMES }],
  best_of_n: [{ name: 'problems', outcomes: CHOICE_OUTCOMES }],
  preference: [{ name: 'items', outcomes: PREFERENCE_OUTCOMES }],
}

/**
 * The pairs of outcomes as tables, each with the outcomes that occur. A gold step that passed before a
 * missing score is missed like any other. An undecided item belongs where the
 * other run's outcome puts it; one that both left undecided is in no table.
 */
export function confusions(
  kind: BenchmarkKind,
  pairs: readonly OutcomePair[],
): readonly Confusion[] {
  const told = pairs.map(({ a, b, items }) => ({ a: plain(a), b: plain(b), items }))
  return TABLES[kind].flatMap(({ name, outcomes }) => {
    const own = told.filter(({ a, b }) => outcomes.includes(a) || outcomes.includes(b))
    if (own.length === 0) return []
    const order = [...outcomes, 'undecided' as const]
    const down = order.filter((outcome) => own.some(({ a }) => a === outcome))
    const across = order.filter((outcome) => own.some(({ b }) => b === outcome))
    const count = (matches: (pair: OutcomePair) => boolean) =>
      own.filter(matches).reduce((sum, { items }) => sum + items, 0)
    return [
      {
        name,
        items: count(() => true),
        down: down.map((outcome) => ({ outcome, items: count(({ a }) => a === outcome) })),
        across,
        cells: down.map((a) => across.map((b) => count((pair) => pair.a === a && pair.b === b))),
      },
    ]
  })
}

function plain(outcome: AnyOutcome): AnyOutcome {
  return outcome === 'passed_gold' ? 'missed' : outcome
}

/** Items that neither run decided, of which it is not told to which table they belong. */
export function undecidedByBoth(pairs: readonly OutcomePair[]): number {
  return pairs.find(({ a, b }) => a === 'undecided' && b === 'undecided')?.items ?? 0
}

/** The share of what one run gets wrong and the other right, where it is most; or that they fail alike. */
export function confusionFinding(
  { down, across, cells, items }: Confusion,
  letters: { readonly a: string; readonly b: string },
): string | undefined {
  const at = (a: AnyOutcome, b: AnyOutcome) =>
    cells[down.findIndex(({ outcome }) => outcome === a)]?.[across.indexOf(b)] ?? 0
  const missedBy = {
    a: across.reduce((sum, b) => sum + at('missed', b), 0),
    b: down.reduce((sum, { outcome }) => sum + at(outcome, 'missed'), 0),
  }
  const foundByOther = { a: at('missed', 'hit'), b: at('hit', 'missed') }
  for (const [side, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    if (missedBy[side] > 0 && foundByOther[side] > missedBy[side] / 2) {
      return `${letters[other]} finds most of what ${letters[side]} misses`
    }
  }
  const alarms = (share: number) => share <= 0.1 * items
  const byA = down.find(({ outcome }) => outcome === 'false_alarm')?.items ?? 0
  const byB = down.reduce((sum, { outcome }) => sum + at(outcome, 'false_alarm'), 0)
  const isOfCorrect = down.some(({ outcome }) => outcome === 'passed')
  return isOfCorrect && alarms(byA) && alarms(byB)
    ? 'Both rarely accuse a correct solution'
    : undefined
}
