import { z } from 'zod'
import { RunManifest } from './manifest.ts'
import { RunId } from './run.ts'
import { Trust } from './trust.ts'

const { model } = RunManifest.shape

/** What a board's filters and orders look at in one of its standings. */
export const BoardEntry = z.object({
  run: RunId,
  value: z.number().nullable(),
  policy: z.string(),
  kind: model.shape.kind,
  trust: Trust,
  attested: z.boolean(),
  model: z.string(),
  params: z.number().nullable(),
  base: z.string().nullable(),
  license: z.string().nullable(),
  submitter: z.string(),
  createdAt: z.string(),
})
export type BoardEntry = z.infer<typeof BoardEntry>
