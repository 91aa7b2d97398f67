import { join } from 'node:path'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import { at } from '#schema/verdict.ts'
import { type Failed, failed } from '../failure.ts'
import { decode, readText } from '../read-text.ts'
import {
  type BenchmarkSource,
  type LoadedBenchmark,
  type LoadOptions,
  uniqueRevision,
} from './benchmark-source.ts'
import { PROCESSBENCH_ROWS, readFirstErrorRow } from './first-error-rows.ts'
import { obtain, type PinnedFile } from './pinned-file.ts'
import { PROCESSBENCH_1000_IDS } from './processbench-1000-ids.ts'
import { type RowFile, readRows } from './read-rows.ts'

const COMMIT = 'ee5ae00'
const SHA256 = {
  gsm8k: 'fb1c59dfd1e83e1c5a48dbe598db27e4bc0b8bc524a09445f2d4b69178f61349',
  math: '520ae64463d6ceb4bf13af31693389a5d5b14934cdad3468193dea4a5ceb0414',
  olympiadbench: 'e9d801c9f3c03f949adbfa08e90cb21ad85c0b9224bc5e98326f8215c218aa55',
  omnimath: 'e8d7cf4512c82168dae2fe48b1718069a3002e7910af1d180a27ee0d9948ba47',
}
const DOWNLOADS: readonly PinnedFile[] = Object.entries(SHA256).map(([subset, sha256]) => ({
  url: `https://raw.githubusercontent.com/QwenLM/ProcessBench/${COMMIT}/dataset/${subset}.json`,
  sha256,
  path: join('processbench', COMMIT, `${subset}.json`),
}))

/** The one label that a later release of the data changed: 1 is the first release. */
const CORRECTED = { item: 'math-688', steps: { '1': 2, '2': 0 } } as const
type LabelSet = keyof typeof CORRECTED.steps
const LABEL_SETS = Object.keys(CORRECTED.steps) as readonly LabelSet[]

const SUBSETS = [
  { id: 'gsm8k', name: 'GSM8K' },
  { id: 'math', name: 'MATH' },
  { id: 'olympiadbench', name: 'OlympiadBench' },
  { id: 'omnimath', name: 'Omni-MATH' },
]

/** Zheng et al. 2024: 3,400 solutions of mathematics problems, each with its first wrong step. */
export const processBench = processBenchSource({
  definition: {
    id: 'processbench',
    name: 'ProcessBench',
    kind: 'first_error',
    description:
      'Find the first wrong step of 3,400 solutions to mathematics problems, from grade school to olympiads.',
    subsets: SUBSETS,
    tuningSubset: 'gsm8k',
    license: 'Apache-2.0',
    source: `github.com/QwenLM/ProcessBench at ${COMMIT}`,
    homepage: 'https://github.com/QwenLM/ProcessBench',
  },
  labelSets: LABEL_SETS,
  revisions: {
    '4bae027e393edfd462429302c9c4467768009d4e8b4f2b577c3237a341bab1db': '1',
    '8cc188101602ee6ed7c5bc53dc11aef5e5810077d3468cb39ba1669fff1cf5c6': '2',
  },
})

/** The part of ProcessBench for which step scores of several models were published. */
export const processBench1000 = processBenchSource({
  definition: {
    ...processBench.definition,
    id: 'processbench-1000',
    name: 'ProcessBench-1000',
    description: 'The 1,000 ProcessBench items, 250 a subset, with published step scores.',
  },
  labelSets: ['2'],
  revisions: { '7bcc0719376c89c72e8645c9cef3ad3bef54a5bb1eccd0f8d73892892e3ab608': '2' },
  ids: new Set(
    Object.entries(PROCESSBENCH_1000_IDS).flatMap(([subset, numbers]) =>
      numbers.map((number) => `${subset}-${number}`),
    ),
  ),
})

interface Edition {
  readonly definition: BenchmarkDefinition
  readonly labelSets: readonly LabelSet[]
  /** Label set of each known revision. */
  readonly revisions: Readonly<Record<string, LabelSet>>
  /** The items it consists of; all when left out. */
  readonly ids?: ReadonlySet<string>
}

function processBenchSource(edition: Edition): BenchmarkSource {
  const { definition, labelSets } = edition
  return {
    definition,
    labelSets,
    downloads: DOWNLOADS,
    load: (options) => load(edition, options),
  }
}

async function load(
  { definition, labelSets, revisions, ids }: Edition,
  options: LoadOptions,
): Promise<LoadedBenchmark | Failed> {
  const { data } = options
  const read = data === undefined ? await readDownloads(options) : await readFolder(data)
  if (read.status === 'failed') return read
  const rows = readRows(read.files, (row, place) =>
    readFirstErrorRow(row, { place, format: PROCESSBENCH_ROWS }),
  )
  if (rows.status === 'failed') return rows
  const asked = labelSets.find((name) => name === options.labels)
  const labels = asked ?? (data === undefined ? labelSets.at(-1) : undefined)
  const chosen = ids ? rows.items.filter(({ id }) => ids.has(id)) : rows.items
  const items = labels ? chosen.map((item) => relabel(item, CORRECTED.steps[labels])) : chosen
  const unique = await uniqueRevision(definition, items)
  if (unique.status === 'failed') return unique
  const absent = (ids?.size ?? items.length) - items.length
  const warnings = absent > 0 ? [`${absent} items of ${definition.id} are not in ${data}`] : []
  return {
    status: 'ok',
    revision: unique.revision,
    labelSet: labels ?? revisions[unique.revision.id] ?? 'custom',
    warnings: [...read.warnings, ...warnings],
  }
}

function relabel(item: FirstErrorItem, step: number): FirstErrorItem {
  return item.id === CORRECTED.item && step < item.steps.length
    ? { ...item, label: at(step) }
    : item
}

type Read =
  | { readonly status: 'ok'; readonly files: RowFile[]; readonly warnings: string[] }
  | Failed

async function readDownloads(options: LoadOptions): Promise<Read> {
  const obtained = await Promise.all(DOWNLOADS.map((file) => obtain(file, options)))
  const files: RowFile[] = []
  for (const [index, { id: subset }] of SUBSETS.entries()) {
    const file = obtained[index]
    if (file?.status === 'failed') return file
    if (file) files.push({ subset, path: file.path, text: decode(file.bytes) })
  }
  return { status: 'ok', files, warnings: [] }
}

/** Reads the subsets a folder holds as `<subset>.json`; a subset it lacks is a warning. */
async function readFolder(folder: string): Promise<Read> {
  const files: RowFile[] = []
  const absent: string[] = []
  for (const { id: subset } of SUBSETS) {
    const path = join(folder, `${subset}.json`)
    const read = await readText(path)
    if (read.status === 'ok') files.push({ subset, path, text: read.text })
    else if (read.code === 'missing_file') absent.push(`${subset}.json`)
    else return read
  }
  if (files.length === 0) {
    return failed('missing_file', `No file of ${absent.join(', ')} in ${folder}`)
  }
  const warnings = absent.map(
    (name) => `${folder} has no ${name}: its metrics and the average are undefined`,
  )
  return { status: 'ok', files, warnings }
}
