import type { ItemVerdict } from '#schema/item-verdict.ts'
import type { Pair } from './comparison.ts'

type Flips = Extract<Pair['decisions'], { status: 'ok' }>['flips']
export type Flip = Flips[number]

/** What one run made of a step. */
export type StripCell = 'passed' | 'right' | 'wrong' | 'after' | 'unscored'

/** A flipped item step by step, the steps around those that either run flags. */
export interface FlipStrip {
  /** The first step that is shown, and how many the item has. */
  readonly from: number
  readonly steps: number
  /** The steps labelled wrong, of those shown; counted from `from`. */
  readonly gold: readonly number[]
  readonly a: readonly StripCell[]
  readonly b: readonly StripCell[]
  /** The step at which the run that is wrong goes wrong; undefined where it flags none. */
  readonly parts: number | undefined
}

/** Steps that fit in a column. */
const MOST = 16

/**
 * The strip of a flip; undefined for kinds whose items are no single solution. The run that is right
 * tells the labels: it flags exactly the steps that are wrong, or the first of them.
 */
export function flipStrip({ a, b, right, steps }: Flip): FlipStrip | undefined {
  const [flagsA, flagsB] = [flagsOf(a), flagsOf(b)]
  if (!flagsA || !flagsB) return undefined
  const [told, other] = right === 'a' ? [flagsA, flagsB] : [flagsB, flagsA]
  const gold = new Set(told)
  const parts = other.find((step) => !gold.has(step)) ?? told.find((step) => !other.includes(step))
  const last = Math.max(0, ...flagsA, ...flagsB)
  const from = Math.max(0, Math.min(steps - MOST, last - MOST + 4))
  const shown = Array.from({ length: Math.min(MOST, steps) }, (_, place) => from + place)
  return {
    from,
    steps,
    gold: shown.flatMap((step, place) => (gold.has(step) ? place : [])),
    a: shown.map((step) => cellOf(a, step, gold)),
    b: shown.map((step) => cellOf(b, step, gold)),
    parts,
  }
}

/** The steps that a policy judged wrong. */
function flagsOf(verdict: ItemVerdict): readonly number[] | undefined {
  switch (verdict.kind) {
    case 'first_error':
      return verdict.decision.kind === 'at' ? [verdict.decision.step] : []
    case 'step_labels':
      return verdict.flagged
    case 'best_of_n':
    case 'preference':
      return undefined
  }
}

function cellOf(verdict: ItemVerdict, step: number, gold: ReadonlySet<number>): StripCell {
  const flag = gold.has(step) ? 'right' : 'wrong'
  switch (verdict.kind) {
    case 'first_error': {
      const { decision } = verdict
      if (decision.kind === 'none' || step < decision.step) return 'passed'
      if (decision.kind === 'undecided') return 'unscored'
      return step === decision.step ? flag : 'after'
    }
    case 'step_labels':
      if (verdict.unscored.includes(step)) return 'unscored'
      return verdict.flagged.includes(step) ? flag : 'passed'
    case 'best_of_n':
    case 'preference':
      return 'unscored'
  }
}
