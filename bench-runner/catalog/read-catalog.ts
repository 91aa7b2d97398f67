import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { Catalog } from '#schema/catalog.ts'
import { catalogProblems } from '#schema/catalog-problems.ts'
import { type Issue, issuesOf, MAX_ISSUES } from '#schema/error.ts'
import { type Failed, failed, isMissing } from '../failure.ts'
import { readText } from '../read-text.ts'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const RECORDS = Catalog.shape

/**
 * The catalog of the literature from a folder of JSON Lines, one record a line; refused with every
 * problem by file, line, item and field.
 */
export async function readCatalog(
  folder = FOLDER,
): Promise<{ readonly status: 'ok'; readonly catalog: Catalog } | Failed> {
  const issues: Issue[] = []
  async function records<Record extends z.ZodType>(part: string, { element }: z.ZodArray<Record>) {
    const read: z.infer<Record>[] = []
    for (const file of await filesOf(folder, part)) {
      const text = await readText(join(folder, file))
      if (text.status === 'failed') {
        issues.push({ item: file, field: '', message: text.message })
        continue
      }
      for (const [index, line] of text.text.split('\n').entries()) {
        if (line === '') continue
        const parsed = parseLine(line, element)
        if (parsed.status === 'ok') read.push(parsed.record)
        else
          issues.push(...parsed.issues.map((issue) => ({ ...issue, item: file, line: index + 1 })))
      }
    }
    return read
  }
  const catalog: Catalog = {
    capabilities: await records('capabilities', RECORDS.capabilities),
    papers: await records('papers', RECORDS.papers),
    models: await records('models', RECORDS.models),
    sources: await records('sources', RECORDS.sources),
    protocols: await records('protocols', RECORDS.protocols),
    benchmarks: await records('benchmarks', RECORDS.benchmarks),
    results: await records('results', RECORDS.results),
  }
  if (issues.length === 0) issues.push(...catalogProblems(catalog))
  if (issues.length === 0) return { status: 'ok', catalog }
  const message = `The catalog in ${folder} is not as it must be`
  return failed('invalid', message, issues.slice(0, MAX_ISSUES))
}

/** The files of a part: one, or those of a folder of its name. */
async function filesOf(folder: string, part: string): Promise<readonly string[]> {
  try {
    const names = await readdir(join(folder, part))
    return names.toSorted().map((name) => join(part, name))
  } catch (error) {
    if (!isMissing(error)) throw error
    return [`${part}.jsonl`]
  }
}

/** A line's record, or what is wrong with it. */
function parseLine<Record extends z.ZodType>(
  line: string,
  schema: Record,
):
  | { readonly status: 'ok'; readonly record: z.infer<Record> }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { status: 'refused', issues: [{ field: '', message: 'Not a line of JSON' }] }
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { status: 'ok', record: parsed.data }
  return { status: 'refused', issues: issuesOf(parsed.error) }
}
