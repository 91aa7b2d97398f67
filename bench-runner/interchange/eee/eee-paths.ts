import { sha256Of } from '../../benchmarks/pinned-file.ts'
import type { ExportedRun } from '../exported-run.ts'

/** The version of the every_eval_ever schemas that are written and read. */
export const EEE_VERSION = '0.3.0'

/** Where a run's files belong in an every_eval_ever repository. */
export interface EeePaths {
  readonly aggregate: string
  readonly samples: string
}

/**
 * `data/<benchmark>/<developer>/<model>/<uuid>.json` and `…_samples.jsonl`. The UUID has the form of
 * version 4, which the schema demands, but derives from the run: another export replaces the first.
 */
export function eeePaths({
  id,
  benchmark,
  manifest,
}: Pick<ExportedRun, 'id' | 'benchmark' | 'manifest'>): EeePaths {
  const { developer, name } = ownerAndName(manifest.model.id)
  const segments = [benchmark.definition.id, developer ?? 'unknown', name].map(segment)
  const stem = ['data', ...segments, uuidOf(id)].join('/')
  return { aggregate: `${stem}.json`, samples: `${stem}_samples.jsonl` }
}

export function ownerAndName(model: string): { developer: string | undefined; name: string } {
  const [owner = '', name] = model.split('/')
  return name === undefined ? { developer: undefined, name: owner } : { developer: owner, name }
}

/** A name that leads nowhere but into its folder. */
function segment(name: string): string {
  return name.replace(/^\.+$/, '_')
}

function uuidOf(id: string): string {
  const hex = sha256Of(`every_eval_ever ${id}`)
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`]
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
