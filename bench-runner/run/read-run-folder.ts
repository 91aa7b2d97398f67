import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Issue } from '#schema/error.ts'
import { RunManifest } from '#schema/manifest.ts'
import { sha256Of } from '../benchmarks/pinned-file.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { readRecord } from '../read-record.ts'
import { FILES_INDEX, FilesIndex } from './files-index.ts'
import { RunConfig } from './run-config.ts'

/** A finished run as it lies on disk, its files unchanged since it finished. */
export interface RunFolder {
  readonly status: 'ok'
  readonly manifest: RunManifest
  readonly config: RunConfig
  readonly predictions: readonly PredictionsFile[]
}

export interface PredictionsFile {
  readonly subset: string
  /** Path inside the run folder. */
  readonly path: string
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Reads a run folder; refused with every file that is missing, changed or malformed. */
export async function readRunFolder(folder: string): Promise<RunFolder | Failed> {
  const index = await readRecord(join(folder, FILES_INDEX), FilesIndex)
  if (index.status === 'failed') {
    if (index.code !== 'missing_file') return index
    const resume = `stepmark run --resume ${folder}`
    return failed('missing_file', `${folder} is no finished run (no ${FILES_INDEX}); try ${resume}`)
  }
  const issues: Issue[] = []
  const predictions: PredictionsFile[] = []
  for (const [path, { sha256 }] of Object.entries(index.value.files)) {
    const bytes = await readBytes(join(folder, path))
    const digest = typeof bytes === 'string' ? undefined : sha256Of(bytes)
    if (typeof bytes === 'string') issues.push({ field: path, message: bytes })
    else if (digest !== sha256) {
      issues.push({ field: path, message: `Changed: sha256 ${digest}, recorded ${sha256}` })
    } else if (path.startsWith('predictions/')) {
      predictions.push({ subset: path.slice(12, -6), path, sha256, bytes })
    }
  }
  if (issues.length > 0) return failed('invalid', `${folder} is not as it was written`, issues)
  const manifest = await readRecord(join(folder, 'run.json'), RunManifest)
  if (manifest.status === 'failed') return manifest
  const config = await readConfig(folder)
  if (config.status === 'failed') return config
  return { status: 'ok', manifest: manifest.value, config: config.value, predictions }
}

export function readConfig(folder: string) {
  return readRecord(join(folder, 'config.json'), RunConfig)
}

/** The bytes, or why they cannot be read. */
async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer> | string> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    return reasonOf(error)
  }
}
