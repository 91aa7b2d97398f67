import type { ExportAbout, ExportFormat } from '../export-format.ts'
import type { ExportedItem, ExportedRun } from '../exported-run.ts'
import { extrasOf } from '../score-lists.ts'
import { resultsFile } from './results-file.ts'
import { type SampleRow, sampleRow } from './sample-row.ts'

/** lm-eval: `results_<time>.json`, and a file of samples for each subset, which is a task. */
export const lmEval: ExportFormat = {
  id: 'lm-eval',
  write(run, about) {
    const { policy } = run.headline
    const time = timeOf(about)
    const samples = new Map<string, readonly SampleRow[]>()
    for (const [subset, items] of Map.groupBy(run.items, ({ item }) => item.subset)) {
      const rows = items.map((item, index) => sampleRow(item, { index, policy }))
      samples.set(taskOf(run, subset), rows)
    }
    const results = resultsFile(run, { ...about, samples })
    return {
      status: 'files',
      files: [
        ...Array.from(samples, ([task, rows]) => ({
          path: `samples_${task}_${time}.jsonl`,
          content: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
        })),
        { path: `results_${time}.json`, content: `${JSON.stringify(results, null, 2)}\n` },
      ],
      warnings: lossesOf(run.items),
    }
  },
}

export function taskOf({ benchmark }: Pick<ExportedRun, 'benchmark'>, subset: string): string {
  return `${benchmark.definition.id}_${subset}`
}

/** As lm-eval writes times in names of files. */
function timeOf({ now }: ExportAbout): string {
  return now.toISOString().replaceAll(':', '-').replace('Z', '000')
}

function lossesOf(items: readonly ExportedItem[]): readonly string[] {
  const lost = items.filter(({ line }) => extrasOf(line).length > 0)
  if (lost.length === 0) return []
  const names = [...new Set(lost.flatMap(({ line }) => extrasOf(line)))].join(', ')
  return [`lm-eval has no place for ${names}: left out of ${lost.length} items`]
}
