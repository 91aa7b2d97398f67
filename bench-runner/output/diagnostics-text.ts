import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type {
  BestOfNDiagnostics,
  Diagnostics,
  FirstErrorDiagnostics,
  PoolDiagnostics,
  PreferenceDiagnostics,
  StepLabelsDiagnostics,
} from '#schema/diagnostics.ts'
import { decimal, percent } from '#schema/format-number.ts'
import type { MetricValue } from '#schema/metric.ts'
import { OUTCOMES, type Outcome } from '#schema/metrics/decision.ts'
import { STEP_PLACES } from '#schema/metrics/step-confusion.ts'
import { stepScoresTables } from './step-scores-table.ts'
import { type Column, formatTable } from './table.ts'

/** Diagnostics for people, in at most 80 columns: the most telling of them; the rest is in the JSON. */
export function diagnosticsText(
  diagnostics: readonly Diagnostics[],
  { subsets }: Pick<BenchmarkDefinition, 'subsets'>,
  stream: NodeJS.WriteStream,
): string {
  const names = new Map(subsets.map(({ id, name }) => [id, name]))
  const ofError = diagnostics.filter((one) => one.kind === 'first_error')
  const ofSteps = diagnostics.filter((one) => one.kind === 'step_labels')
  const ofPool = diagnostics.filter((one) => one.kind === 'best_of_n')
  const ofPreference = diagnostics.filter((one) => one.kind === 'preference')
  const lines = [
    ...stepScoresTables([...ofError, ...ofSteps], names, stream),
    ...(ofError.length > 0 ? firstErrorLines(ofError, stream) : []),
    ...(ofSteps.length > 0 ? stepLabelsLines(ofSteps, stream) : []),
    ...(ofPool.length > 0 ? poolLines(ofPool, { names, stream }) : []),
    ...ofPreference.flatMap((one) => preferenceLines(one, { names, stream })),
  ]
  return `${lines.join('\n')}\n`
}

const OUTCOME_HEADS = {
  hit: 'Hit',
  early: 'Early',
  late: 'Late',
  missed: 'Missed',
  passed_gold: 'Gold passed',
  undecided: 'Undecided',
  false_alarm: 'Alarm',
  passed: 'Passed',
} satisfies Record<Outcome, string>

function firstErrorLines(
  found: readonly FirstErrorDiagnostics[],
  stream: NodeJS.WriteStream,
): readonly string[] {
  const occurring = OUTCOMES.filter((name) => found.some(({ outcomes }) => outcomes[name] > 0))
  const outcomes = formatTable(
    [{ head: 'Outcomes' }, ...occurring.map((name) => right(OUTCOME_HEADS[name]))],
    found.map((one) => [shorten(one.policy), ...occurring.map((name) => `${one.outcomes[name]}`)]),
    stream,
  )
  const errors = formatTable(
    [
      { head: 'Errors found' },
      ...['Right answer', 'Wrong answer', '1st', '2nd', '3rd', '4th quarter'].map(right),
    ],
    found.map(({ policy, flawedProcess: { average }, slices }) => {
      const quarter = (name: string) => slices.position.find(({ key }) => key.position === name)
      return [
        shorten(policy),
        cell(average.right_answer),
        cell(average.wrong_answer),
        ...['first', 'second', 'third', 'last'].map((name) =>
          cell(quarter(`${name}_quarter`)?.error),
        ),
      ]
    }),
    stream,
  )
  const spreads = found.flatMap(({ policy, draws }) =>
    draws
      ? `Draws, ${shorten(policy)}: deviation ${numberOf(draws.overall.deviation)}; ${draws.overall.flips.k} of ${draws.overall.flips.n} decisions differ.`
      : [],
  )
  return [
    outcomes,
    '',
    errors,
    'By the final answer, as a mean of the subsets; by where the error is, over all.',
    ...spreads,
    '',
  ]
}

function stepLabelsLines(
  found: readonly StepLabelsDiagnostics[],
  stream: NodeJS.WriteStream,
): readonly string[] {
  const rows = found.map(({ policy, confusion: { overall } }) => [
    shorten(policy),
    cell(overall.right_passed),
    cell(overall.wrong_flagged),
    ...STEP_PLACES.map((place) => cell(overall.places[place].flagged)),
  ])
  const columns: readonly Column[] = [
    { head: 'Judgements' },
    ...['Right passed', 'Wrong flagged', 'Clean', 'Before', 'First', 'After'].map(right),
  ]
  return [
    formatTable(columns, rows, stream),
    'Share flagged of the steps of clean items; before, at and after the first error.',
    '',
  ]
}

function poolLines(
  found: readonly BestOfNDiagnostics[],
  { names, stream }: { names: ReadonlyMap<string, string>; stream: NodeJS.WriteStream },
): readonly string[] {
  const [first] = found
  return (first?.subsets ?? []).flatMap(({ id, ...pool }) => {
    const rows = found.flatMap(({ policy, subsets }) => {
      const own = subsets.find((subset) => subset.id === id)
      return own ? [[shorten(policy), ...savings(own)]] : []
    })
    const columns: readonly Column[] = [
      { head: 'Half written' },
      ...['Keep', 'Winner kept', 'Accuracy', 'Steps saved', 'Adaptive', 'Samples'].map(right),
    ]
    const { disagreement, lastStepMinimum, answerSpellings } = pool
    return [
      names.get(id) ?? id,
      `Aggregations choose different answers on ${disagreement.answers.k} problems;`,
      `on ${disagreement.outcomes.k}, some of them are right and others wrong.`,
      `Correct answers are spelled in several ways on ${answerSpellings.k} problems.`,
      `The last step alone has the lowest score in ${cell(lastStepMinimum.value)} % of candidates.`,
      '',
      formatTable(columns, rows, stream),
      'Adaptive: accuracy and share of samples drawn at target 0.95, where the score of',
      'one first step stands in for the chance of success, uncalibrated.',
      '',
    ]
  })
}

/** Margins by subset, and strict accuracy by how many are rejected. */
function preferenceLines(
  { subsets, slices }: PreferenceDiagnostics,
  { names, stream }: { names: ReadonlyMap<string, string>; stream: NodeJS.WriteStream },
): readonly string[] {
  const margins = subsets.map(({ id, margins: { measured, quantiles } }) => [
    names.get(id) ?? id,
    `${measured}`,
    ...[0.05, 0.25, 0.5, 0.75, 0.95].map((share) => {
      const found = quantiles.find((one) => one.share === share)
      return found ? decimal(found.margin, 3) : '–'
    }),
  ])
  const heads = ['Items', '5 %', '25 %', 'Median', '75 %', '95 %'].map(right)
  const rejected = slices.rejected.map(({ rejected: count, strict }) => [
    `${count}`,
    cell(strict),
    `${strict.k} of ${strict.n}`,
  ])
  return [
    formatTable([{ head: 'Margin' }, ...heads], margins, stream),
    'The score of the chosen one less the highest of the rejected ones.',
    '',
    formatTable([{ head: 'Rejected' }, right('Strict'), right('Right')], rejected, stream),
    '',
  ]
}

/** Of a quarter kept after half the steps, and of samples drawn by need. */
function savings({ earlyRejection, adaptiveSampling }: PoolDiagnostics): readonly string[] {
  const half = earlyRejection.filter(({ cut }) => cut.kind === 'fraction' && cut.fraction === 0.5)
  const rule = half[Math.max(0, half.length - 2)]
  const points = adaptiveSampling.status === 'ok' ? adaptiveSampling.points : []
  const point = points.find(({ target }) => target === 0.95)
  return [
    `${rule?.keep ?? '–'}`,
    cell(rule?.survival),
    cell(rule?.accuracy.kept),
    cell(rule?.saved),
    cell(point?.accuracy),
    point ? percent(point.samples.drawn / point.samples.of) : '–',
  ]
}

function right(head: string): Column {
  return { head, align: 'right' }
}

function cell(value: MetricValue | undefined): string {
  return value?.status === 'ok' ? percent(value.value) : '–'
}

function numberOf(value: MetricValue): string {
  return value.status === 'ok' ? decimal(value.value, 3) : '–'
}

function shorten(policy: string): string {
  return policy.length > 14 ? `${policy.slice(0, 13)}…` : policy
}
