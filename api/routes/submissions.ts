import { createRoute, z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import { SubsetId } from '#schema/benchmark.ts'
import { ErrorBody, type Issue } from '#schema/error.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { Run, RunId } from '#schema/run.ts'
import { randomHex, sha256 } from '#schema/sha256.ts'
import { MAX_PART_BYTES, MAX_SCORES, NewSubmission, runId, Submission } from '#schema/submission.ts'
import { submissionParts, submissions } from '#schema/submission-tables.ts'
import { finalize } from '../finalize.ts'
import { requireScope } from '../identity.ts'
import { partReader } from '../part-reader.ts'
import {
  findBenchmark,
  type PublishedBenchmark,
  revisionOfSameItems,
} from '../queries/benchmarks.ts'
import { placesOf } from '../queries/items.ts'
import { storePredictions } from '../queries/predictions.ts'
import { findRun } from '../queries/runs.ts'
import { describeSubmission, findSubmission, receivedScores } from '../queries/submissions.ts'
import { askForRescore } from '../rescore.ts'
import { type Db, json, refuse, router } from '../router.ts'
import { predictionsKey, readUpload } from '../upload.ts'

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
      description: `At most ${MAX_PART_BYTES} bytes, before and after decompression, and ${MAX_SCORES.part} scores and votes over all channels and draws; all parts together hold at most ${MAX_SCORES.run}.`,
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
  },
  responses: {
    200: json(Submission, 'Received and checked, or received before.'),
    400: json(ErrorBody, 'The body is not whole UTF-8 text or gzip of it.'),
    404: notFound,
    413: json(ErrorBody, 'The body is too large, or holds too many scores.'),
    ...refused,
  },
})

const finish = createRoute({
  method: 'post',
  path: '/{id}/finalize',
  summary: 'Recompute every metric and list the run; what can never be listed is refused for good',
  security,
  request: { params },
  responses: {
    200: json(Run, 'Listed before; its state says whether it was withdrawn or superseded since.'),
    201: json(Run, 'Listed, or there for those who have its link.'),
    404: notFound,
    ...refused,
  },
})

const routes = router()
routes.use(requireScope('submit'))

export const submissionRoutes = routes
  .openapi(open, async (c) => {
    const submission = c.req.valid('json')
    const { manifest, predictions, unlisted = false } = submission
    const submitter = c.var.submitter
    if (submitter === null) return refuse(c, 'forbidden', 'This token belongs to no submitter')
    const benchmark = await findBenchmark(c.var.db, manifest.benchmark)
    if (!benchmark) {
      const message = `No benchmark ${manifest.benchmark} here. See /api/v1/benchmarks`
      return refuse(c, 'unknown_benchmark', message)
    }
    const { db } = c.var
    const issues = [...(await revisionIssues(db, benchmark, manifest.revision))]
    const isOther = issues.length > 0
    const subsets = benchmark.definition.subsets.map(({ id }) => id)
    const missing = subsets.filter((id) => !(id in predictions))
    const extra = Object.keys(predictions).filter((id) => !subsets.includes(id))
    if (manifest.partial) issues.push({ field: 'manifest.partial', message: 'The run is partial' })
    for (const id of missing) {
      issues.push({ field: `predictions.${id}`, message: 'No digest was given' })
    }
    for (const id of extra) issues.push({ field: `predictions.${id}`, message: 'No such subset' })
    if (isOther) {
      const message = `Other items than those of ${benchmark.definition.id} today, revision ${benchmark.revision}. Score that one`
      return refuse(c, 'revision_mismatch', message, issues)
    }
    if (issues.length > 0) {
      const message = `A submission holds all of ${subsets.join(', ')}, whole, and nothing else`
      return refuse(c, 'incomplete', message, issues)
    }
    const id = await runId(submission, submitter)
    const existing = await findSubmission(db, id, submitter)
    if (existing && existing.state !== 'draft') {
      return c.json(await describeSubmission(db, existing), 200)
    }
    const secret = unlisted ? randomHex(32) : undefined
    const key = secret === undefined ? null : await sha256(secret)
    const told = secret === undefined ? {} : { key: secret }
    if (existing) {
      await db.update(submissions).set({ key }).where(eq(submissions.id, id))
      return c.json({ ...(await describeSubmission(db, { ...existing, key })), ...told }, 200)
    }
    const createdAt = new Date().toISOString()
    const row = {
      id,
      submitter,
      benchmark: manifest.benchmark,
      model: manifest.model.id,
      manifest,
      digests: predictions,
      state: 'draft',
      key,
      refusal: null,
      createdAt,
    } as const
    await db.insert(submissions).values(row).onConflictDoNothing()
    return c.json({ ...(await describeSubmission(db, row)), ...told }, 201)
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
    if (stored.refusal) return c.json(stored.refusal, 422)
    const { received } = await describeSubmission(db, stored)
    if (received.includes(subset)) return c.json(await describeSubmission(db, stored), 200)
    const other = await revisionIssues(db, benchmark, stored.manifest.revision)
    if (other.length > 0) return refuse(c, 'revision_mismatch', REVISED, other)
    const field = `predictions.${subset}`
    if (Number(c.req.header('content-length') ?? 0) > MAX_PART_BYTES) {
      const message = `The body is larger than ${MAX_PART_BYTES} bytes`
      return refuse(c, 'too_large', message, [{ field, message }])
    }

    const places = await placesOf(
      db,
      benchmark.subsets.filter((one) => one.id === subset),
    )
    const predictions = partReader(places, {
      scoreKind: stored.manifest.scoreKind,
      maxScores: MAX_SCORES.part,
    })
    const read = await readUpload(c.req.raw.body, {
      gzip: c.req.header('content-encoding') === 'gzip',
      maxBytes: MAX_PART_BYTES,
      onLine: predictions.line,
    })
    const before = await receivedScores(db, id)
    if (read.status === 'stopped' || before + predictions.scores() > MAX_SCORES.run) {
      const message = `More scores than fit: ${MAX_SCORES.part} a part, ${MAX_SCORES.run} a run, over all channels and draws. Send fewer draws`
      return refuse(c, 'too_large', message, [{ field, message }])
    }
    if (read.status === 'refused') {
      return refuse(c, read.code, read.message, [{ field, message: read.message }])
    }
    if (read.sha256 !== digest) {
      const message = `The file that came has the digest ${read.sha256}, not ${digest}. Was it cut off? Send it again`
      return refuse(c, 'digest_mismatch', message, [{ field, message }])
    }
    const checked = predictions.finish()
    if (checked.status === 'refused') {
      const message = `The predictions of ${subset} are not as they must be`
      return refuse(c, 'invalid_predictions', message, checked.issues)
    }
    await c.env.FILES.put(predictionsKey(id, subset), read.bytes, {
      httpMetadata: { contentType: 'application/x-ndjson' },
    })
    const { lines } = checked
    const receivedAt = new Date().toISOString()
    // In one batch: a part is there whole, or not at all.
    await db.batch([
      ...storePredictions(db, { run: id, subset, places }, checked.predictions),
      db
        .insert(submissionParts)
        .values({ submission: id, subset, lines, scores: predictions.scores(), receivedAt })
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
    if (!stored) return refuse(c, 'not_found', 'No such submission of yours')
    const [benchmark, before, { missing }] = await Promise.all([
      findBenchmark(db, stored.manifest.benchmark),
      findRun(db, id),
      describeSubmission(db, stored),
    ])
    if (!benchmark) return refuse(c, 'not_found', 'No such submission of yours')
    const refresh = { kind: 'refresh', benchmark: benchmark.definition.id } as const
    if (stored.refusal) return c.json(stored.refusal, 422)
    if (before) {
      // The boards' message may have been lost with the answer to an earlier call.
      await c.env.WORK.send(refresh)
      if (before.export === null) await c.env.WORK.send({ kind: 'export', run: id })
      return c.json(before, 200)
    }
    if (missing.length > 0) {
      const issues = missing.map((subset) => ({ field: subset, message: 'Nothing was received' }))
      return refuse(c, 'incomplete', 'Predictions are still to come', issues)
    }
    const claimed = await revisionOfSameItems(db, benchmark, stored.manifest.revision)
    if (!claimed) {
      const other = await revisionIssues(db, benchmark, stored.manifest.revision)
      return refuse(c, 'revision_mismatch', REVISED, other)
    }
    try {
      const finalized = await finalize(db, stored, { benchmark, claimed })
      if (finalized.status === 'refused') return c.json(finalized.body, 422)
      const [now, run] = await Promise.all([
        findBenchmark(db, stored.benchmark),
        findRun(db, id),
        c.env.WORK.send(refresh),
        c.env.WORK.send({ kind: 'export', run: id }),
      ])
      // Labels that were published meanwhile knew of no such run.
      if (now?.revision !== benchmark.revision) await askForRescore(c.env, [{ run: id }])
      if (!run) throw new Error(`Run ${id} was finalized and is not there`)
      return c.json(run, 201)
    } catch (error) {
      // The database refuses the second of two calls at the same moment; the first listed the run.
      const run = await findRun(db, id)
      if (!run) throw error
      return c.json(run, 200)
    }
  })

const REVISED = 'The items of the benchmark are others by now. Score them and submit again'

/** What is wrong with the revision a run was made on: nothing where at most labels changed since. */
async function revisionIssues(
  db: Db,
  benchmark: PublishedBenchmark,
  revision: string,
): Promise<readonly Issue[]> {
  if (await revisionOfSameItems(db, benchmark, revision)) return []
  const message = `Revision ${revision} does not hold the items of ${benchmark.revision}`
  return [{ field: 'manifest.revision', message }]
}
