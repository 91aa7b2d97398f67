import { calculatorScore } from '../baselines/calculator.ts'
import { auroc } from './auroc.ts'
import type { FirstErrorItem } from './first-error.ts'
import { randomFrom } from './draw.ts'
import type { StepLabelItem } from './step-labels.ts'

/** Baselines that look only at the surface; each gives every step a suspicion, higher = more likely wrong. */
export const SUSPICIONS = {
  'constant-good': (steps) => steps.map(() => 0),
  'constant-bad': (steps) => steps.map(() => 1),
  random: (steps) => {
    const random = randomFrom(steps.join('').length)
    return steps.map(() => random.int(0, 999_999))
  },
  length: (steps) => steps.map((step) => step.length),
  shortness: (steps) => steps.map((step) => -step.length),
  position: (steps) => steps.map((_, index) => index / steps.length),
  'numbers written': (steps) => steps.map((step) => step.match(/\d+/g)?.length ?? 0),
  calculator: (steps) => steps.map((step) => 1 - calculatorScore(step)),
} as const satisfies Record<string, (steps: readonly string[]) => number[]>
export type Baseline = keyof typeof SUSPICIONS

export interface LabelledSteps {
  readonly steps: readonly string[]
  /** How many steps from the first on carry a label. */
  readonly labelled: number
  readonly wrong: readonly number[]
  /** Error kind or class, in whose row the wrong steps count. */
  readonly group: string
}

export interface Area {
  readonly overall: number
  /** The wrong steps of one group against all right steps. */
  readonly groups: ReadonlyMap<string, number>
}

export function firstErrorLabels(items: readonly FirstErrorItem[]): LabelledSteps[] {
  return items.map(({ steps, label, error_kind }) => ({
    steps,
    labelled: label < 0 ? steps.length : label + 1,
    wrong: label < 0 ? [] : [label],
    group: error_kind ?? 'none',
  }))
}

export function stepLabels(items: readonly StepLabelItem[]): LabelledSteps[] {
  return items.map((item) => ({
    steps: item.steps,
    labelled: item.steps.length,
    wrong: item.wrong_steps,
    group: item.class,
  }))
}

export function areaOf(baseline: Baseline, items: readonly LabelledSteps[]): Area {
  const right: number[] = []
  const wrong = new Map<string, number[]>()
  for (const item of items) {
    const scores = SUSPICIONS[baseline](item.steps).slice(0, item.labelled)
    for (const [index, score] of scores.entries()) {
      if (item.wrong.includes(index))
        wrong.set(item.group, [...(wrong.get(item.group) ?? []), score])
      else right.push(score)
    }
  }
  const groups = [...wrong].map(
    ([group, scores]) => [group, defined(auroc(scores, right))] as const,
  )
  return { overall: defined(auroc([...wrong.values()].flat(), right)), groups: new Map(groups) }
}

function defined(value: number | undefined): number {
  if (value === undefined) throw new Error('A benchmark needs right and wrong steps')
  return value
}
