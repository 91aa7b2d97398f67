import { basename, join } from 'node:path'
import { type Sha256 } from '#schema/sha256.ts'
import { type StepLabelsItem, stepLabelsRevision } from '#schema/step-labels-item.ts'
import { cacheFolder } from '../cache-folder.ts'
import { type Failed, failed } from '../failure.ts'
import { decode, readText } from '../read-text.ts'
import { obtain } from './pinned-file.ts'
import { readPrmBench } from './prmbench.ts'
import { PRMBENCH_FILES } from './prmbench-files.ts'

export interface LoadedSteps {
  readonly status: 'ok'
  readonly revision: Sha256
  readonly items: readonly StepLabelsItem[]
  readonly warnings: readonly string[]
}

/** PRMBench from a folder that holds its files, or else from the cache or its pinned address. */
export async function loadPrmBench(data: string | undefined): Promise<LoadedSteps | Failed> {
  const files: { path: string; text: string }[] = []
  for (const file of PRMBENCH_FILES) {
    const path = join(data ?? '', basename(file.path))
    const read = data === undefined ? await download(file) : await readText(path)
    if (read.status === 'ok') files.push({ path, text: read.text })
    else if (data === undefined || read.code !== 'missing_file') return read
  }
  if (files.length === 0) {
    const names = PRMBENCH_FILES.slice(0, 2).map(({ path }) => basename(path))
    return failed('missing_file', `${data} holds none of ${names.join(', ')}, …`)
  }
  const read = readPrmBench(files)
  if (read.status === 'failed') return read
  const absent = PRMBENCH_FILES.length - files.length
  return {
    status: 'ok',
    revision: await stepLabelsRevision(read.items),
    items: read.items,
    warnings:
      absent === 0 ? [] : [`${absent} of ${PRMBENCH_FILES.length} files are not in ${data}`],
  }
}

async function download(file: (typeof PRMBENCH_FILES)[number]) {
  const options = { cache: cacheFolder(process.env), fetch: globalThis.fetch }
  const obtained = await obtain(file, options)
  if (obtained.status === 'failed') return obtained
  return { status: 'ok', text: decode(obtained.bytes) } as const
}
