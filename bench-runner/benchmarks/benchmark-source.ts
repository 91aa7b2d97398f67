import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { type Revision, revise } from '#schema/revision.ts'
import { type Failed, failed } from '../failure.ts'
import type { DownloadOptions, PinnedFile } from './pinned-file.ts'

/** A benchmark and the way to its items. */
export interface BenchmarkSource {
  readonly definition: BenchmarkDefinition
  /** Names `labels` may have, the default last; empty when there is nothing to choose. */
  readonly labelSets: readonly string[]
  /** What `load` downloads when it is given no local copy. */
  readonly downloads: readonly PinnedFile[]
  readonly load: (options: LoadOptions) => Promise<LoadedBenchmark | Failed>
}

export interface LoadOptions extends DownloadOptions {
  /** A folder with a local copy, read as it lies. */
  readonly data?: string | undefined
  /** The label set to apply. */
  readonly labels?: string | undefined
}

export interface LoadedBenchmark {
  readonly status: 'ok'
  /** What the items turned out to be, where that is known only once they are read. */
  readonly definition?: BenchmarkDefinition
  readonly revision: Revision
  /** Solutions without a flaw that items were made from; no part of the revision, but may be scored. */
  readonly originals?: readonly BenchmarkItem[]
  /** Name of the label set; `custom` when the items are of no known revision. */
  readonly labelSet: string
  readonly warnings: readonly string[]
}

/** Canonical order and hashes of the items, whose ids must differ over the whole benchmark. */
export async function uniqueRevision(
  definition: BenchmarkDefinition,
  items: readonly BenchmarkItem[],
): Promise<{ readonly status: 'ok'; readonly revision: Revision } | Failed> {
  const subsets = definition.subsets.map(({ id }) => id)
  const stray = items.filter(({ subset }) => !subsets.includes(subset))
  if (stray.length > 0) {
    const issues = stray.map(({ id, subset }) => ({
      item: id,
      field: 'subset',
      message: `${subset} is none of ${subsets.join(', ')}`,
    }))
    return failed('invalid', `${definition.id}: unknown subsets`, issues.slice(0, 100))
  }
  const seen = new Set<string>()
  const repeated = new Set(items.filter(({ id }) => seen.size === seen.add(id).size))
  if (repeated.size > 0) {
    const message = 'Another item of this benchmark has the same id'
    const issues = Array.from(repeated, ({ id }) => ({ item: id, field: 'id', message }))
    return failed('invalid', `${definition.id}: ids must be unique`, issues.slice(0, 100))
  }
  return { status: 'ok', revision: await revise(definition, items) }
}
