import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Sha256 } from '#schema/sha256.ts'
import { sha256Of } from '../benchmarks/pinned-file.ts'
import { writeAtomically } from '../write-file.ts'

export const FILES_INDEX = 'files.json'

const FilePath = z
  .string()
  .regex(/^((run|config|metrics)\.json|predictions\/[a-z0-9][a-z0-9_-]{0,63}\.jsonl)$/)

/** Digests of a run's files. Written last, so its presence says that the run is finished. */
export const FilesIndex = z.strictObject({
  schema: z.literal('stepmark.files/1'),
  files: z.record(FilePath, z.strictObject({ sha256: Sha256, bytes: z.int().nonnegative() })),
})
export type FilesIndex = z.infer<typeof FilesIndex>

export async function writeFilesIndex(folder: string, paths: readonly string[]): Promise<void> {
  const files: FilesIndex['files'] = {}
  for (const path of paths) {
    const content = await readFile(join(folder, path))
    files[path] = { sha256: sha256Of(content), bytes: content.length }
  }
  await writeJson(join(folder, FILES_INDEX), { schema: 'stepmark.files/1', files })
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`)
}
