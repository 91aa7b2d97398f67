import { percent } from '#schema/format-number.ts'
import type { StepLabelsResult } from '#schema/step-labels-result.ts'
import { PRMBENCH } from '../benchmarks/prmbench.ts'
import type { StepsReport } from '../evaluate-steps.ts'
import { coverageLine } from './report-table.ts'
import { type Column, formatTable } from './table.ts'

const COLUMNS: readonly Column[] = [
  { head: 'Policy' },
  { head: 'Class or group' },
  { head: 'PRMScore', align: 'right' },
  { head: 'F1', align: 'right' },
  { head: 'Negative F1', align: 'right' },
]
const NAMES = new Map<string, string>(PRMBENCH.subsets.map(({ id, name }) => [id, name]))

/** A step-labels report for people: a line a class, group and the whole. */
export function stepsTable(report: StepsReport, stream: NodeJS.WriteStream): string {
  const rows = Map.groupBy(report.results, ({ policy, subset }) => `${policy} ${subset}`)
  let before = ''
  const lines = Array.from(rows.values(), (results) => {
    const [{ policy, subset } = { policy: '', subset: '' }] = results
    const shown = policy === before ? '' : policy
    before = policy
    const cells = (['prm_score', 'f1', 'negative_f1'] as const).map((metric) =>
      cell(results.find((result) => result.metric === metric)),
    )
    return [shown, NAMES.get(subset) ?? subset, ...cells]
  })
  return [
    `${PRMBENCH.name}, revision ${report.revision.slice(0, 12)}, ${report.variant}`,
    coverageLine(report),
    '',
    formatTable(COLUMNS, lines, stream),
    '',
    'PRMScore is the mean of both F1; a group’s the mean of its classes; overall pools all steps.',
    '',
  ].join('\n')
}

function cell(result: StepLabelsResult | undefined): string {
  return result?.status === 'ok' ? percent(result.value) : '–'
}
