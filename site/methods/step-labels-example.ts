import type { MetricValue, STEP_LABELS_METRICS } from '#schema/metric.ts'
import { prmScoreReport } from '#schema/metrics/prm-score-report.ts'
import {
  addTallies,
  type JudgedSteps,
  judgeSteps,
  NO_STEPS,
  type StepCounts,
  tallySteps,
} from '#schema/metrics/step-counts.ts'
import { stepSimilarity } from '#schema/metrics/step-similarity.ts'
import { comesTo, type Example, number } from './method.ts'

const RULE = { threshold: 0.5, variant: 'strict' } as const
const CLASS = 'counterfactual'

/** Two solutions of one class, each with one wrong step. */
const SOLUTIONS: readonly JudgedSteps[] = [
  solution(`${CLASS}_1`, { wrongSteps: [2], scores: [0.9, 0.5, 0.3, 0.8] }),
  solution(`${CLASS}_2`, { wrongSteps: [1], scores: [0.7, 0.6, 0.2] }),
]
/** The flawless ones they were made from. */
const FLAWLESS: readonly JudgedSteps[] = [
  solution('1', { wrongSteps: [], scores: [0.9, 0.7, 0.8, 0.4] }),
  solution('2', { wrongSteps: [], scores: [0.8, 0.6, 0.9] }),
]

export const RESULTS = SOLUTIONS.map((item) => tallySteps(item, RULE)).reduce(addTallies, NO_STEPS)
export const COUNTS = RESULTS.counts

export function valueOf(
  metric: Exclude<(typeof STEP_LABELS_METRICS)[number], 'similarity'>,
): MetricValue {
  return prmScoreReport(SOLUTIONS, RULE).overall[metric]
}

/** Every step with what it counts as, and what follows. */
export function example(arithmetic: string): Example {
  return {
    caption: 'Judgements by fixed:0.5',
    heads: ['Solution', 'Step', 'Score', 'Label', 'Judgement', 'Counts as'],
    rows: SOLUTIONS.flatMap((item, place) => {
      const rows: string[][] = []
      judgeSteps(item, RULE, (step, counted) => {
        rows.push([
          String(place + 1),
          String(step),
          String(item.scores[step]),
          item.wrongSteps.includes(step) ? 'wrong' : 'right',
          counted === 'tp' || counted === 'fp' ? 'passes' : 'flagged',
          counted.toUpperCase(),
        ])
      })
      return rows
    }),
    arithmetic,
  }
}

export function similarityExample(): Example {
  const shares = SOLUTIONS.map((item, place) => ({
    flawed: passing(item),
    flawless: passing(FLAWLESS[place] ?? item),
  }))
  const differences = shares.map(({ flawed, flawless }) => number(Math.abs(flawed - flawless)))
  return {
    caption: 'Shares of steps that pass by fixed:0.5',
    heads: ['Pair', 'Scores of the flawed one', 'Passing', 'Scores of the flawless one', 'Passing'],
    rows: shares.map(({ flawed, flawless }, place) => [
      String(place + 1),
      [...(SOLUTIONS[place]?.scores ?? [])].join(', '),
      number(flawed),
      [...(FLAWLESS[place]?.scores ?? [])].join(', '),
      number(flawless),
    ]),
    arithmetic: String.raw`$$1 - \frac{${differences.join(' + ')}}{${shares.length}} ${comesTo(stepSimilarity(SOLUTIONS, FLAWLESS, RULE))}$$`,
  }
}

function passing(item: JudgedSteps): number {
  const { tp, fp }: StepCounts = tallySteps(item, RULE).counts
  return (tp + fp) / item.steps
}

function solution(
  id: string,
  { wrongSteps, scores }: { readonly wrongSteps: readonly number[]; readonly scores: number[] },
): JudgedSteps {
  const classification = id.startsWith(CLASS) ? CLASS : 'correct'
  return { id, classification, steps: scores.length, wrongSteps, scores: Float64Array.from(scores) }
}
