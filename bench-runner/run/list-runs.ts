import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RunManifest } from '#schema/manifest.ts'
import { percent } from '#schema/format-number.ts'
import { FILES_INDEX } from './files-index.ts'
import { readJson } from '../read-json.ts'
import { readConfig } from './read-run-folder.ts'

/** A run folder in a few words. `f1` is the average under the run's first policy, ×100. */
export type ListedRun = Readonly<Record<'model' | 'benchmark' | 'state' | 'f1' | 'folder', string>>

/** The run folders under a root, oldest first; those that cannot be read say so. */
export async function listRuns(root: string): Promise<readonly ListedRun[]> {
  const folders = globSync('*/*/config.json', { cwd: root }).map((path) =>
    join(root, dirname(path)),
  )
  return Promise.all(folders.sort().map(describe))
}

async function describe(folder: string): Promise<ListedRun> {
  const config = await readConfig(folder)
  if (config.status === 'failed') {
    return { model: '?', state: 'unreadable', f1: '', benchmark: '?', folder }
  }
  const { model, inputs } = config.value
  const run = { model: model.id, state: 'unfinished', f1: '', benchmark: inputs.benchmark, folder }
  if (!existsSync(join(folder, FILES_INDEX))) return run
  const manifest = await readJson(join(folder, 'run.json'), RunManifest)
  if (manifest.status === 'failed') return { ...run, state: 'unreadable' }
  const { partial, claim, benchmark } = manifest.value
  const f1 = claim?.values.find(({ subset, metric }) => subset === 'average' && metric === 'f1')
  return {
    ...run,
    benchmark,
    state: partial ? 'partial' : 'finished',
    f1: f1 ? percent(f1.value) : '',
  }
}
