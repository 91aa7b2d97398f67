import { createRoute, z } from '@hono/zod-openapi'
import {
  Benchmark,
  BenchmarkDefinition,
  BenchmarkId,
  BenchmarkKind,
  definitionProblems,
  RevisionCounts,
  SubsetId,
} from '#schema/benchmark.ts'
import { ErrorBody, type Issue, issuesOf, MAX_ISSUES } from '#schema/error.ts'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import { canonicalOrder, hashSubset, revisionId, type SubsetHashes } from '#schema/revision.ts'
import { Sha256 } from '#schema/sha256.ts'
import { MAX_PART_BYTES } from '#schema/submission.ts'
import { requireScope } from '../identity.ts'
import {
  changedSubsets,
  findBenchmark,
  type PublishedBenchmark,
  publishBenchmark,
  repeatedIds,
  storedCounts,
  toBenchmark,
} from '../queries/benchmarks.ts'
import { logEvent } from '../queries/events.ts'
import { pendingRuns, runsOf } from '../queries/runs.ts'
import { oversizedItems, storeSubset } from '../queries/subsets.ts'
import { askForRescore } from '../rescore.ts'
import { json, refuse, router } from '../router.ts'
import { readUpload } from '../upload.ts'

const security = [{ token: ['admin'] }]
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The token lacks the scope admin.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}
/** What makes stored subsets a benchmark revision. */
const Publication = z.strictObject({
  definition: BenchmarkDefinition,
  labelSet: z.string().min(1).max(60),
  revision: Sha256.meta({ description: 'Hash of the subsets’ ids and label hashes.' }),
  subsets: z
    .array(z.strictObject({ id: SubsetId, labels: Sha256, items: Sha256 }))
    .meta({ description: 'In the definition’s order.' }),
})

const StoredSubset = z.object({ labels: Sha256, items: Sha256, counts: RevisionCounts })

const storeItems = createRoute({
  method: 'put',
  path: '/items/{kind}/{subset}',
  summary: 'Store the items of one subset of a benchmark to be published; again changes nothing',
  security,
  request: {
    params: z.object({ kind: BenchmarkKind, subset: SubsetId }),
    body: {
      required: true,
      description: `One item a line, gzip allowed; at most ${MAX_PART_BYTES} bytes unpacked.`,
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
  },
  responses: {
    200: json(StoredSubset, 'Stored, now or before, under these hashes.'),
    400: json(ErrorBody, 'The body is not whole UTF-8 text or gzip of it.'),
    413: json(ErrorBody, 'The body is too large.'),
    ...refused,
  },
})

const publish = createRoute({
  method: 'put',
  path: '/benchmarks/{benchmark}',
  summary: 'Publish a benchmark revision of stored subsets; the only way in for a benchmark',
  security,
  request: {
    params: z.object({ benchmark: BenchmarkId }),
    body: { ...json(Publication, 'The benchmark and its subsets.'), required: true },
  },
  responses: {
    200: json(Benchmark, 'Published, now or before. Runs on other labels will be computed anew.'),
    409: json(ErrorBody, 'It has runs, and other items or another way to count them.'),
    ...refused,
  },
})

const rescore = createRoute({
  method: 'post',
  path: '/benchmarks/{benchmark}/rescore',
  summary:
    'Compute the runs of a benchmark anew, as after a change of the metrics; it is done later',
  security,
  request: { params: z.object({ benchmark: BenchmarkId }) },
  responses: {
    202: json(z.object({ runs: z.int() }), 'How many runs will be computed.'),
    404: json(ErrorBody, 'No such benchmark.'),
    ...refused,
  },
})

const routes = router()
routes.use('/items/*', requireScope('admin'))
routes.use('/benchmarks/*', requireScope('admin'))

export const publishRoutes = routes
  .openapi(storeItems, async (c) => {
    const { kind, subset } = c.req.valid('param')
    const issues: Issue[] = []
    const items: BenchmarkItem[] = []
    let number = 0
    const read = await readUpload(c.req.raw.body, {
      gzip: c.req.header('content-encoding') === 'gzip',
      maxBytes: MAX_PART_BYTES,
      onLine(text) {
        number += 1
        if (text.trim() === '' || issues.length >= MAX_ISSUES) return 'more'
        const item = parseLine(kindOf(kind).item, { text, line: number, issues })
        if (item) items.push(item)
        return 'more'
      },
    })
    if (read.status === 'refused') return refuse(c, read.code, read.message)
    issues.push(...checkItems(subset, items), ...oversizedItems(kind, items))
    if (issues.length > 0) {
      const message = `The items of ${subset} are not as they must be`
      return refuse(c, 'invalid_record', message, issues.slice(0, MAX_ISSUES))
    }
    const ordered = canonicalOrder(items)
    const hashes = await hashSubset(kind, ordered)
    const counts = kindOf(kind).count(ordered)
    await storeSubset(c.var.db, kind, { ordered, hashes, counts })
    return c.json({ ...hashes, counts }, 200)
  })
  .openapi(publish, async (c) => {
    const { benchmark: id } = c.req.valid('param')
    const { definition, labelSet, subsets, revision } = c.req.valid('json')
    const { db } = c.var
    const counts = await storedCounts(db, definition, subsets)
    const issues = [...checkDefinition(definition, { id, subsets, stored: new Set(counts.keys()) })]
    for (const repeated of await repeatedIds(db, subsets)) {
      issues.push({ item: repeated, field: 'id', message: 'Two subsets hold an item of this id' })
    }
    if (issues.length > 0) {
      const message = 'The benchmark is not as it must be'
      return refuse(c, 'invalid_record', message, issues.slice(0, MAX_ISSUES))
    }
    const hash = await revisionId(subsets)
    if (hash !== revision) {
      const message = `These subsets are the revision ${hash}, not ${revision}`
      return refuse(c, 'digest_mismatch', message)
    }
    const current = await findBenchmark(db, id)
    const scored = await runsOf(db, id)
    const moved =
      current && scored.length > 0
        ? [...movedUnderRuns(current, { definition, revision, subsets })]
        : []
    if (moved.length > 0) {
      const message = `${id} has ${scored.length} runs. Their labels can be revised, but not what they judged: publish it under another id`
      return refuse(c, 'conflict', message, moved)
    }
    const next = { definition, revision, subsets }
    const same =
      current &&
      (['definition', 'revision', 'subsets'] as const).every(
        (part) => JSON.stringify(current[part]) === JSON.stringify(next[part]),
      )
    if (!same) {
      const at = new Date().toISOString()
      const submitter = c.var.submitter
      const bySubset = Object.fromEntries(
        subsets.flatMap(({ id: subset, labels }) => {
          const count = counts.get(labels)
          return count ? [[subset, count]] : []
        }),
      )
      await publishBenchmark(db, { ...next, labelSet, counts: bySubset, submitter, at })
    }
    const published = await findBenchmark(db, id)
    if (!published) throw new Error(`${id} was published and is not there`)
    await askForRescore(c.env, await pendingRuns(db, published))
    return c.json(await toBenchmark(db, published), 200)
  })
  .openapi(rescore, async (c) => {
    const { benchmark: id } = c.req.valid('param')
    const { db } = c.var
    const benchmark = await findBenchmark(db, id)
    if (!benchmark) return refuse(c, 'not_found', `No benchmark ${id}. See /api/v1/benchmarks`)
    const listed = await runsOf(db, id)
    await logEvent(db, {
      at: new Date().toISOString(),
      type: 'rescore_requested',
      submitter: c.var.submitter,
      benchmark: id,
      run: null,
      detail: { runs: String(listed.length) },
    })
    await askForRescore(c.env, listed)
    return c.json({ runs: listed.length }, 202)
  })

/** A line's record; undefined, with an issue for each refused field, when it is none. */
function parseLine<Schema extends z.ZodType>(
  schema: Schema,
  { text, line, issues }: { text: string; line: number; issues: Issue[] },
): z.infer<Schema> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    issues.push({ line, field: '', message: 'Not a line of JSON' })
    return undefined
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  issues.push(...issuesOf(parsed.error).map((issue) => ({ line, ...issue })))
  return undefined
}

function* checkItems(subset: string, items: readonly BenchmarkItem[]): Generator<Issue> {
  if (items.length === 0) yield { field: '', message: 'There is no item' }
  const ids = new Set<string>()
  for (const item of items) {
    if (item.subset !== subset) {
      yield { item: item.id, field: 'subset', message: `Sent to the address of ${subset}` }
    }
    if (ids.has(item.id)) yield { item: item.id, field: 'id', message: 'Given twice' }
    ids.add(item.id)
  }
}

/** What changes in a benchmark that runs are scored on, beside its labels. */
function* movedUnderRuns(
  before: PublishedBenchmark,
  {
    definition,
    revision,
    subsets,
  }: {
    readonly definition: BenchmarkDefinition
    readonly revision: string
    readonly subsets: readonly SubsetHashes[]
  },
): Generator<Issue> {
  // Of the same revision, steps and labels are the same, and only texts that none is judged by may differ.
  const changed = revision === before.revision ? [] : changedSubsets(before.subsets, subsets)
  for (const subset of changed) {
    yield { field: `subsets.${subset}`, message: 'Its items are not those that the runs judged' }
  }
  for (const field of ['kind', 'groups', 'tuningSubset'] as const) {
    if (JSON.stringify(before.definition[field]) === JSON.stringify(definition[field])) continue
    yield { field: `definition.${field}`, message: 'Another one would move the runs’ numbers' }
  }
}

function* checkDefinition(
  definition: BenchmarkDefinition,
  {
    id,
    subsets,
    stored,
  }: {
    readonly id: string
    readonly subsets: readonly SubsetHashes[]
    readonly stored: ReadonlySet<string>
  },
): Generator<Issue> {
  if (definition.id !== id) {
    yield { field: 'definition.id', message: `${definition.id} was sent to the address of ${id}` }
  }
  for (const { path, message } of definitionProblems(definition)) {
    yield { field: ['definition', ...path].join('.'), message }
  }
  const given = subsets.map((subset) => subset.id)
  const defined = definition.subsets.map((subset) => subset.id)
  if (given.join() !== defined.join()) {
    yield { field: 'subsets', message: `Give them as defined: ${defined.join(', ')}` }
  }
  for (const [index, { id: subset, labels }] of subsets.entries()) {
    if (stored.has(labels)) continue
    const message = `The items of ${subset} are not stored. Send them first`
    yield { field: `subsets.${index}`, message }
  }
}
