import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FILES_INDEX, writeJson } from './files-index.ts'
import { readConfig } from './read-run-folder.ts'
import { configHash, type RunConfig } from './run-config.ts'

export interface ClaimedFolder {
  readonly folder: string
  readonly resumed: boolean
}

/**
 * The folder for a run: `<root>/<model>/<time>_<hash>`. An unfinished one of the same configuration
 * is taken up again; otherwise a new one is made, with the configuration in it.
 */
export async function claimFolder(
  config: RunConfig,
  { root, now }: { root: string; now: Date },
): Promise<ClaimedFolder> {
  const parent = join(root, config.model.id.replaceAll('/', '__'))
  const hash = await configHash(config)
  await mkdir(parent, { recursive: true })
  const names = (await readdir(parent)).filter((name) => name.endsWith(`_${hash}`)).sort()
  for (const name of names.reverse()) {
    const folder = join(parent, name)
    if (!existsSync(join(folder, FILES_INDEX)) && (await isOf(folder, hash))) {
      return { folder, resumed: true }
    }
  }
  const time = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  const folder = join(parent, `${time}_${hash}`)
  await writeJson(join(folder, 'config.json'), config)
  return { folder, resumed: false }
}

async function isOf(folder: string, hash: string): Promise<boolean> {
  const config = await readConfig(folder)
  return config.status === 'ok' && (await configHash(config.value)) === hash
}
