import type { Diagnostics } from '#schema/diagnostics.ts'
import { decimal, percent } from '#schema/format-number.ts'
import type { MetricValue } from '#schema/metric.ts'
import type { StepDiagnostics } from '#schema/metrics/step-diagnostics.ts'
import { splitTransforms } from '#schema/transform.ts'
import { type Column, formatTable } from './table.ts'

const COLUMNS: readonly Column[] = [
  { head: 'Step scores' },
  { head: 'Steps', align: 'right' },
  { head: 'Wrong', align: 'right' },
  { head: 'AUROC', align: 'right' },
  { head: 'AUPRC wrong', align: 'right' },
  { head: 'Brier', align: 'right' },
  { head: 'ECE', align: 'right' },
]

type WithSteps = Extract<Diagnostics, { kind: 'first_error' | 'step_labels' }>

/** Step scores against the labels, once for each transform that policies make before. */
export function stepScoresTables(
  diagnostics: readonly WithSteps[],
  names: ReadonlyMap<string, string>,
  stream: NodeJS.WriteStream,
): readonly string[] {
  const groups = Map.groupBy(diagnostics, ({ policy }) =>
    policy.slice(0, policy.length - splitTransforms(policy).rest.length),
  )
  return Array.from(groups).flatMap(([transforms, [first]]) => {
    if (!first?.steps) return []
    const { subsets, overall } = first.steps
    const rows = [
      ...subsets.map(({ id, ...steps }) => row(names.get(id) ?? id, steps)),
      row('All steps', overall),
    ]
    const title = transforms === '' ? [] : [`After ${transforms.slice(0, -1)}:`]
    const notes = [...new Set([...subsets, overall].flatMap(reasonsOf))]
    return [...title, formatTable(COLUMNS, rows, stream), ...notes, ...intervalLines(overall), '']
  })
}

function row(name: string, { thresholdFree: { wrong }, calibration, steps }: StepDiagnostics) {
  return [
    shorten(name),
    steps.scored === steps.expected ? `${steps.scored}` : `${steps.scored}/${steps.expected}`,
    `${wrong.counts.wrong}`,
    cell(wrong.auroc),
    cell(wrong.auprc),
    calibration.brier.status === 'ok' ? decimal(calibration.brier.value, 3) : '–',
    cell(calibration.ece.lower_closed),
  ]
}

function reasonsOf({ thresholdFree, calibration }: StepDiagnostics): readonly string[] {
  const values = [thresholdFree.wrong.auroc, calibration.brier]
  return values.flatMap((value) => (value.status === 'undefined' ? `– ${value.reason}` : []))
}

function intervalLines({ intervals }: StepDiagnostics): readonly string[] {
  if (!intervals) return []
  const { label, groups, width, steps } = intervals
  return [
    `Intervals of ${steps.scored} steps: mean width ${width.status === 'ok' ? decimal(width.value, 3) : '–'}; ${cell(label)} % hold the label,`,
    `${groups.value.k} of ${groups.value.n} groups of steps hold their share of right ones.`,
  ]
}

function cell(value: MetricValue): string {
  return value.status === 'ok' ? percent(value.value) : '–'
}

function shorten(name: string): string {
  return name.length > 20 ? `${name.slice(0, 19)}…` : name
}
