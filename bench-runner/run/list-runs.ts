import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BENCHMARK_KINDS } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { RunManifest } from '#schema/manifest.ts'
import { percent } from '#schema/format-number.ts'
import { FILES_INDEX } from './files-index.ts'
import { readRecord } from '../read-record.ts'
import { readConfig } from './read-run-folder.ts'

/** A run folder in a few words. `headline` is the value it would rank by, ×100. */
export type ListedRun = Readonly<
  Record<'model' | 'benchmark' | 'state' | 'headline' | 'folder', string>
>

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
    return { model: '?', state: 'unreadable', headline: '', benchmark: '?', folder }
  }
  const { model, inputs } = config.value
  const { benchmark: from } = inputs
  const run = { model: model.id, state: 'unfinished', headline: '', benchmark: from, folder }
  if (!existsSync(join(folder, FILES_INDEX))) return run
  const manifest = await readRecord(join(folder, 'run.json'), RunManifest)
  if (manifest.status === 'failed') return { ...run, state: 'unreadable' }
  const { partial, claim, benchmark } = manifest.value
  return {
    ...run,
    benchmark,
    state: partial ? 'partial' : 'finished',
    headline: claim ? headlineOf(claim) : '',
  }
}

function headlineOf({ metricVersions, values }: NonNullable<RunManifest['claim']>): string {
  const name = BENCHMARK_KINDS.find((known) => known in metricVersions)
  if (name === undefined) return ''
  const { boardOf, defaultBoard, headline } = kindOf(name)
  const ranked = values.filter(({ policy }) => boardOf(policy) === defaultBoard)
  const best = headline(ranked)
  return best ? percent(best.value) : ''
}
