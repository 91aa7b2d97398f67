import { z } from 'zod'
import { BenchmarkId, SubsetId } from './benchmark.ts'
import { Coverage } from './coverage.ts'
import { RunManifest } from './manifest.ts'
import { MetricResult } from './metric.ts'
import { RunId } from './run.ts'
import { Sha256 } from './sha256.ts'

export const EXPORT_SCHEMA = 'stepmark.export/1'

/**
 * The lines of an export file, gzipped NDJSON: first the run, then its metrics, then its predictions
 * files line by line. A file's lines joined by line feeds are its very bytes, which its digest is of.
 */
export const ExportLine = z.discriminatedUnion('record', [
  z.object({
    record: z.literal('run'),
    schema: z.literal(EXPORT_SCHEMA),
    id: RunId,
    submitter: z.string(),
    createdAt: z.iso.datetime(),
    benchmark: BenchmarkId,
    revision: Sha256.meta({ description: 'Of the labels its metrics below are computed on.' }),
    labelSet: z.string(),
    coverage: Coverage,
    manifest: RunManifest,
    digests: z.record(SubsetId, Sha256).meta({ description: 'Of each predictions file.' }),
  }),
  z.object({ record: z.literal('metric'), metric: MetricResult }),
  z.object({ record: z.literal('prediction'), subset: SubsetId, line: z.string() }),
])
export type ExportLine = z.infer<typeof ExportLine>

/** A run as its export file holds it. */
export interface ExportedRun {
  readonly run: Extract<ExportLine, { record: 'run' }>
  readonly metrics: readonly MetricResult[]
  /** The text of each predictions file, by subset. */
  readonly predictions: Readonly<Record<string, string>>
}

/** Reads the text of an export file; throws where it is none. */
export function readExport(text: string): ExportedRun {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => ExportLine.parse(JSON.parse(line)))
  const [run] = lines
  if (run?.record !== 'run') throw new Error('An export file begins with its run')
  const files: Record<string, string[]> = {}
  const metrics: MetricResult[] = []
  for (const line of lines.slice(1)) {
    if (line.record === 'metric') metrics.push(line.metric)
    if (line.record === 'prediction') (files[line.subset] ??= []).push(line.line)
  }
  const predictions = Object.fromEntries(
    Object.entries(files).map(([subset, parts]) => [subset, parts.join('\n')]),
  )
  return { run, metrics, predictions }
}
