import { sha256Of } from '../../benchmarks/pinned-file.ts'
import { failed } from '../../failure.ts'
import type { ExportFormat } from '../export-format.ts'
import { aggregateOf } from './aggregate.ts'
import { eeePaths } from './eee-paths.ts'
import { instanceRow } from './instance-row.ts'

/** every_eval_ever 0.3.0: an aggregate with every value, and a row for each item. */
export const everyEvalEver: ExportFormat = {
  id: 'eee',
  write(run, about) {
    const { organization, ...rest } = about
    if (organization === undefined) {
      return failed('usage', 'eee asks who evaluated the model; give --organization NAME')
    }
    const paths = eeePaths(run)
    const rows = run.items.map((item) => `${JSON.stringify(instanceRow(item, run))}\n`)
    const content = rows.join('')
    const details = { path: paths.samples, sha256: sha256Of(content), rows: rows.length }
    const aggregate = aggregateOf(run, { ...rest, organization, details })
    return {
      status: 'files',
      files: [
        { path: paths.samples, content },
        { path: paths.aggregate, content: `${JSON.stringify(aggregate, null, 2)}\n` },
      ],
      warnings: [],
    }
  },
}
