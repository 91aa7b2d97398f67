import { createRoute, z } from '@hono/zod-openapi'
import { SubsetId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { predictionReader } from '#schema/prediction.ts'
import { Run, RunId } from '#schema/run.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { MAX_PART_BYTES, NewSubmission, runId, Submission } from '#schema/submission.ts'
import { submissionParts, submissions } from '#schema/tables.ts'
import { finalize } from '../finalize.ts'
import { requireScope } from '../identity.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { type Place, placesOf } from '../queries/items.ts'
import { storePredictions } from '../queries/predictions.ts'
import { findRun } from '../queries/runs.ts'
import { describeSubmission, findSubmission } from '../queries/submissions.ts'
import { json, refuse, router } from '../router.ts'
import { lineRanges, predictionsKey, readUpload } from '../upload.ts'

const security = [{ token: ['submit'] }]
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The token lacks the scope submit.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}
const params = z.object({ id: RunId })
const notFound = json(ErrorBody, 'No such submission of yours.')

const open = createRoute({
  method: 'post',
  path: '/',
  summary: 'Open a submission; sending the same again answers with the same one',
  security,
  request: { body: { ...json(NewSubmission, 'Manifest and digests.'), required: true } },
  responses: {
    200: json(Submission, 'Already open, or listed.'),
    201: json(Submission, 'Opened.'),
    ...refused,
  },
})

const show = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'What came in and what is still to come',
  security,
  request: { params },
  responses: { 200: json(Submission, 'The submission.'), 404: notFound, ...refused },
})

const upload = createRoute({
  method: 'put',
  path: '/{id}/predictions/{subset}',
  summary: 'Send the predictions of one subset, one JSON object a line; gzip is allowed',
  security,
  request: {
    params: params.extend({ subset: SubsetId }),
    body: {
      required: true,
      description: `At most ${MAX_PART_BYTES} bytes, before and after decompression.`,
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
  },
  responses: {
    200: json(Submission, 'Received and checked, or received before.'),
    400: json(ErrorBody, 'The body is not whole UTF-8 text or gzip of it.'),
    404: notFound,
    413: json(ErrorBody, 'The body is too large.'),
    ...refused,
  },
})

const finish = createRoute({
  method: 'post',
  path: '/{id}/finalize',
  summary: 'Recompute every metric and list the run',
  security,
  request: { params },
  responses: {
    200: json(Run, 'Listed before.'),
    201: json(Run, 'Listed.'),
    404: notFound,
    ...refused,
  },
})

const routes = router()
routes.use(requireScope('submit'))

export const submissionRoutes = routes
  .openapi(open, async (c) => {
    const submission = c.req.valid('json')
    const { manifest, predictions } = submission
    const submitter = c.var.submitter
    if (submitter === null) return refuse(c, 'forbidden', 'This token belongs to no submitter')
    const benchmark = await findBenchmark(c.var.db, manifest.benchmark)
    if (!benchmark) {
      const message = `No benchmark ${manifest.benchmark} here. See /api/v1/benchmarks`
      return refuse(c, 'unknown_benchmark', message)
    }
    if (manifest.revision !== benchmark.revision) {
      const message = `Revision ${manifest.revision} is not the current one, ${benchmark.revision}. Score that one`
      return refuse(c, 'revision_mismatch', message)
    }
    const subsets = benchmark.definition.subsets.map(({ id }) => id)
    const missing = subsets.filter((id) => !(id in predictions))
    const extra = Object.keys(predictions).filter((id) => !subsets.includes(id))
    if (manifest.partial || missing.length + extra.length > 0) {
      const message = `A submission holds all of ${subsets.join(', ')}, whole, and nothing else`
      const issues = [
        ...(manifest.partial ? [{ field: 'manifest.partial', message: 'The run is partial' }] : []),
        ...missing.map((id) => ({ field: `predictions.${id}`, message: 'No digest was given' })),
        ...extra.map((id) => ({ field: `predictions.${id}`, message: 'No such subset' })),
      ]
      return refuse(c, 'incomplete', message, issues)
    }
    const id = await runId(submission, submitter)
    const existing = await findSubmission(c.var.db, id, submitter)
    if (existing) return c.json(await describeSubmission(c.var.db, existing), 200)
    const createdAt = new Date().toISOString()
    const row = {
      id,
      submitter,
      manifest,
      digests: predictions,
      state: 'draft',
      createdAt,
    } as const
    await c.var.db.insert(submissions).values(row)
    return c.json(await describeSubmission(c.var.db, row), 201)
  })
  .openapi(show, async (c) => {
    const stored = await findSubmission(c.var.db, c.req.valid('param').id, c.var.submitter)
    if (!stored) return refuse(c, 'not_found', 'No such submission of yours')
    return c.json(await describeSubmission(c.var.db, stored), 200)
  })
  .openapi(upload, async (c) => {
    const { id, subset } = c.req.valid('param')
    const { db } = c.var
    const stored = await findSubmission(db, id, c.var.submitter)
    const benchmark = stored && (await findBenchmark(db, stored.manifest.benchmark))
    const digest = stored?.digests[subset]
    if (!benchmark || digest === undefined) {
      return refuse(c, 'not_found', `No submission ${id} of yours that awaits ${subset}`)
    }
    const { received } = await describeSubmission(db, stored)
    if (received.includes(subset)) return c.json(await describeSubmission(db, stored), 200)
    if (Number(c.req.header('content-length') ?? 0) > MAX_PART_BYTES) {
      return refuse(c, 'too_large', `The body is larger than ${MAX_PART_BYTES} bytes`)
    }

    const read = await readUpload(await c.req.arrayBuffer(), {
      gzip: c.req.header('content-encoding') === 'gzip',
      maxBytes: MAX_PART_BYTES,
    })
    if (read.status === 'refused') return refuse(c, read.code, read.message)
    if (read.sha256 !== digest) {
      const message = `The file that came has the digest ${read.sha256}, not ${digest}. Was it cut off? Send it again`
      return refuse(c, 'digest_mismatch', message)
    }
    const places = await placesOf(
      db,
      benchmark.subsets.filter((one) => one.id === subset),
    )
    const checked = readPredictions(read, places, stored.manifest.scoreKind)
    if (checked.status === 'refused') {
      const message = `The predictions of ${subset} are not as they must be`
      return refuse(c, 'invalid_predictions', message, checked.issues)
    }
    await c.env.FILES.put(predictionsKey(id, subset), read.bytes, {
      httpMetadata: { contentType: 'application/x-ndjson' },
    })
    const { lines } = checked
    await db.batch([
      ...storePredictions(db, { run: id, subset, places }, checked.predictions),
      db
        .insert(submissionParts)
        .values({ submission: id, subset, lines, receivedAt: new Date().toISOString() })
        .onConflictDoNothing(),
    ])
    // Most often the same isolate finalizes, a moment later.
    kindOf(benchmark.definition.kind).drawAhead?.(
      subset,
      places.map(({ cluster }) => cluster),
    )
    return c.json(await describeSubmission(db, stored), 200)
  })
  .openapi(finish, async (c) => {
    const { id } = c.req.valid('param')
    const { db } = c.var
    const stored = await findSubmission(db, id, c.var.submitter)
    const benchmark = stored && (await findBenchmark(db, stored.manifest.benchmark))
    if (!benchmark) return refuse(c, 'not_found', 'No such submission of yours')
    const refresh = { kind: 'refresh', benchmark: benchmark.definition.id } as const
    const before = await findRun(db, id)
    if (before) {
      // The boards' message may have been lost with the answer to an earlier call.
      await c.env.WORK.send(refresh)
      return c.json(before, 200)
    }
    const { missing } = await describeSubmission(db, stored)
    if (missing.length > 0) {
      const issues = missing.map((subset) => ({ field: subset, message: 'Nothing was received' }))
      return refuse(c, 'incomplete', 'Predictions are still to come', issues)
    }
    const { revision } = stored.manifest
    if (revision !== benchmark.revision) {
      const message = `The labels were revised since: ${revision} is now ${benchmark.revision}. Submit against that one`
      return refuse(c, 'revision_mismatch', message)
    }
    try {
      const finalized = await finalize(db, stored, benchmark)
      if (finalized.status === 'refused') return c.json(finalized.body, 422)
      await c.env.WORK.send(refresh)
    } catch (error) {
      // The database refuses the second of two calls at the same moment; the first listed the run.
      const run = await findRun(db, id)
      if (!run) throw error
      return c.json(run, 200)
    }
    const run = await findRun(db, id)
    if (!run) throw new Error(`Run ${id} was finalized and is not there`)
    return c.json(run, 201)
  })

/** Checked predictions of one subset, and where in the file the line about each item stands. */
function readPredictions(
  { lines, bytes }: { readonly lines: readonly string[]; readonly bytes: Uint8Array },
  places: readonly Place[],
  scoreKind: ScoreKind,
) {
  const ranges = lineRanges(bytes)
  const byItem = new Map<string, { offset: number; length: number }>()
  let number = 0
  const reader = predictionReader(
    places.map(({ expected }) => expected),
    {
      scoreKind,
      onLine({ id }) {
        const range = ranges[number]
        if (range) byItem.set(id, range)
      },
    },
  )
  for (const line of lines) {
    reader.line(line)
    number += 1
  }
  const read = reader.finish()
  if (read.status === 'refused') return read
  const found = places.flatMap(({ id }) => {
    const { offset, length } = byItem.get(id) ?? { offset: 0, length: 0 }
    return [offset, length]
  })
  return { ...read, lines: Int32Array.from(found) }
}
