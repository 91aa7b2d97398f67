import { createRoute, z } from '@hono/zod-openapi'
import { Benchmark, BenchmarkDefinition, BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody, type Issue, issuesOf, MAX_ISSUES } from '#schema/error.ts'
import { FirstErrorItem } from '#schema/item.ts'
import { revise } from '#schema/revision.ts'
import { Sha256, sha256 } from '#schema/sha256.ts'
import { CreatedToken, NewToken } from '#schema/submitter.ts'
import { requireScope } from '../identity.ts'
import { findBenchmark, publishBenchmark, toBenchmark } from '../queries/benchmarks.ts'
import { revokeToken, storeToken } from '../queries/tokens.ts'
import { json, refuse, router } from '../router.ts'
import { readUpload } from '../upload.ts'

const security = [{ token: ['admin'] }]
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The token lacks the scope admin.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}
/** The most bytes of items that one publication may have, unpacked: it is held in memory once. */
const MAX_BENCHMARK_BYTES = 30_000_000

/** The first line of a publication; each line after it is an item. */
const Publication = z.strictObject({
  definition: BenchmarkDefinition,
  labelSet: z.string().min(1).max(60),
  revision: Sha256,
})

const publish = createRoute({
  method: 'put',
  path: '/benchmarks/{benchmark}',
  summary: 'Publish a benchmark revision; the only way in for a benchmark',
  security,
  request: {
    params: z.object({ benchmark: BenchmarkId }),
    body: {
      required: true,
      description:
        'NDJSON, gzip allowed: first {definition, labelSet, revision}, then one item a line. The revision must be the hash of what follows.',
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
  },
  responses: {
    200: json(Benchmark, 'Published, now or before.'),
    400: json(ErrorBody, 'The body is not whole UTF-8 text or gzip of it.'),
    409: json(ErrorBody, 'Runs are scored on other labels or items of this benchmark.'),
    413: json(ErrorBody, 'The body is too large.'),
    ...refused,
  },
})

const createToken = createRoute({
  method: 'post',
  path: '/tokens',
  summary: 'Make a token; it is shown once and stored as a hash',
  security,
  request: { body: { ...json(NewToken, 'Whose it is and what it may do.'), required: true } },
  responses: { 201: json(CreatedToken, 'The token.'), ...refused },
})

const revoke = createRoute({
  method: 'delete',
  path: '/tokens/{id}',
  summary: 'Revoke a token',
  security,
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: {
    200: json(z.object({ id: z.string() }), 'Revoked, now or before.'),
    404: json(ErrorBody, 'No such token.'),
    ...refused,
  },
})

const routes = router()
routes.use(requireScope('admin'))

export const adminRoutes = routes
  .openapi(publish, async (c) => {
    const { benchmark: id } = c.req.valid('param')
    const read = await readUpload(await c.req.arrayBuffer(), {
      gzip: c.req.header('content-encoding') === 'gzip',
      maxBytes: MAX_BENCHMARK_BYTES,
    })
    if (read.status === 'refused') return refuse(c, read.code, read.message)

    const issues: Issue[] = []
    const publication = parseLine(Publication, { text: read.lines[0] ?? '', line: 1, issues })
    const items = read.lines
      .slice(1)
      .flatMap((text, index) => parseLine(FirstErrorItem, { text, line: index + 2, issues }) ?? [])
    if (publication) issues.push(...checkItems(publication.definition, { id, items }))
    if (!publication || issues.length > 0) {
      const message = 'The benchmark is not as it must be'
      return refuse(c, 'invalid_record', message, issues.slice(0, MAX_ISSUES))
    }

    const { definition, labelSet } = publication
    const revision = await revise(definition, items)
    if (revision.id !== publication.revision) {
      const message = `What came has the revision ${revision.id}, not ${publication.revision}`
      return refuse(c, 'digest_mismatch', message)
    }
    const current = await findBenchmark(c.var.db, id)
    if (current && current.revision !== revision.id && (current.runs ?? 0) > 0) {
      const message = `${id} has runs scored on revision ${current.revision}, and rescoring them is not built yet`
      return refuse(c, 'conflict', message)
    }
    const same =
      current?.revision === revision.id &&
      JSON.stringify(current.definition) === JSON.stringify(definition)
    if (!same) {
      const at = new Date().toISOString()
      const submitter = c.var.submitter
      await publishBenchmark(c.var.db, { definition, labelSet, revision, submitter, at })
    }
    const published = await findBenchmark(c.var.db, id)
    if (!published) throw new Error(`${id} was published and is not there`)
    return c.json(toBenchmark(published), 200)
  })
  .openapi(createToken, async (c) => {
    const { submitter, scopes, expiresAt } = c.req.valid('json')
    const random = (bytes: number) =>
      Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('')
    const id = `tok_${random(8)}`
    const token = `smk_${random(32)}`
    const hash = await sha256(token)
    await storeToken(c.var.db, { hash, id, submitter, scopes, expiresAt: expiresAt ?? null })
    return c.json({ id, token, submitter, scopes }, 201)
  })
  .openapi(revoke, async (c) => {
    const { id } = c.req.valid('param')
    if (!(await revokeToken(c.var.db, id))) return refuse(c, 'not_found', `No token ${id}`)
    return c.json({ id }, 200)
  })

/** A line's record; undefined, with an issue for each refused field, when it is none. */
function parseLine<Schema extends z.ZodType>(
  schema: Schema,
  { text, line, issues }: { text: string; line: number; issues: Issue[] },
): z.infer<Schema> | undefined {
  if (text.trim() === '' && line > 1) return undefined
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

function* checkItems(
  definition: BenchmarkDefinition,
  { id, items }: { id: string; items: readonly FirstErrorItem[] },
): Generator<Issue> {
  const subsets = new Set(definition.subsets.map((subset) => subset.id))
  if (definition.id !== id) {
    yield { field: 'definition.id', message: `${definition.id} was sent to the address of ${id}` }
  }
  const { tuningSubset } = definition
  if (tuningSubset !== undefined && !subsets.has(tuningSubset)) {
    yield { field: 'definition.tuningSubset', message: 'No such subset' }
  }
  const ids = new Set<string>()
  for (const item of items) {
    if (!subsets.has(item.subset))
      yield { item: item.id, field: 'subset', message: 'No such subset' }
    if (ids.has(item.id)) yield { item: item.id, field: 'id', message: 'Given twice' }
    ids.add(item.id)
  }
  for (const subset of subsets) {
    if (items.some((item) => item.subset === subset)) continue
    yield { field: `definition.subsets`, message: `No item is in ${subset}` }
  }
}
