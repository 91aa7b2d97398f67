import { stringify } from 'yaml'
import { failed } from '../../failure.ts'
import type { ExportFormat } from '../export-format.ts'
import type { ExportedRun, MeasuredResult } from '../exported-run.ts'
import { hubDataset } from '../hub-dataset.ts'
import { hubValue } from './hub-value.ts'

/**
 * A file for the folder `.eval_results` of a model repository. It tells results apart by data set and
 * task alone, so it holds those of the headline policy.
 */
export const hubEvalResults: ExportFormat = {
  id: 'hf-eval-results',
  write(run, about) {
    const dataset = hubDataset(run, about)
    if (dataset === undefined) {
      const { id } = run.benchmark.definition
      return failed('usage', `Where ${id} lies on the hub is not known; give --dataset owner/name`)
    }
    const entries = run.headline.headlines.map((result) => ({
      dataset: { id: dataset, task_id: result.subset },
      value: hubValue(result.value),
      ...(about.url !== undefined && { source: { url: about.url, name: 'Stepmark' } }),
      notes: notesOf(result, run),
    }))
    return { status: 'document', text: stringify(entries, { lineWidth: 0 }) }
  },
}

function notesOf(
  { metric, policy, threshold, n, candidates, interval }: MeasuredResult,
  { benchmark, headline, coverage }: ExportedRun,
): string {
  const bounds = interval && [interval.lower, interval.upper].map(hubValue).join(' to ')
  return [
    `${metric} x100`,
    `policy=${policy}`,
    ...(threshold === undefined ? [] : [`threshold=${threshold}`]),
    ...(candidates === undefined ? [] : [`candidates=${candidates}`]),
    `n=${n}`,
    ...(interval ? [`${interval.level * 100}% interval ${bounds}`] : []),
    `items scored ${coverage.items.scored}/${coverage.items.expected}`,
    `revision=${benchmark.revision.id}`,
    ...(headline.protocol === undefined ? [] : [`protocol=${headline.protocol}`]),
  ].join('; ')
}
