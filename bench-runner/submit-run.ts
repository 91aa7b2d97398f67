import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Run } from '#schema/run.ts'
import { Submission } from '#schema/submission.ts'
import type { Failed } from './failure.ts'
import type { RunFolder } from './run/read-run-folder.ts'
import { answer, type Service } from './service.ts'

/**
 * Takes a run to the service: opens a submission, sends the parts it lacks, and has it recomputed.
 * Sending the same run again goes on where it stopped, and ends in the same run.
 */
export async function submitRun(
  { url, api }: Service,
  { manifest, predictions }: Pick<RunFolder, 'manifest' | 'predictions'>,
  {
    unlisted = false,
    onOpen,
    onPart,
  }: {
    readonly unlisted?: boolean | undefined
    readonly onOpen?: (opened: Submission) => void
    readonly onPart: (done: number, total: number) => void
  },
): Promise<{ readonly status: 'ok'; readonly run: Run; readonly before: Submission } | Failed> {
  const digests = Object.fromEntries(predictions.map(({ subset, sha256 }) => [subset, sha256]))
  const json = { manifest, predictions: digests, ...(unlisted && { unlisted }) }
  const opened = await answer(url, api.submissions.$post({ json }), Submission)
  if (opened.status === 'failed') return opened
  onOpen?.(opened.body)
  const { id, missing } = opened.body

  const pending = predictions.filter(({ subset }) => missing.includes(subset))
  for (const [index, { subset, bytes }] of pending.entries()) {
    onPart(index, pending.length)
    const upload = api.submissions[':id'].predictions[':subset'].$put(
      { param: { id, subset } },
      {
        headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
        init: { body: await promisify(gzip)(bytes) },
      },
    )
    const sent = await answer(url, upload, Submission)
    if (sent.status === 'failed') return sent
  }
  onPart(pending.length, pending.length)

  const finalize = api.submissions[':id'].finalize.$post({ param: { id } })
  const finalized = await answer(url, finalize, Run)
  if (finalized.status === 'failed') return finalized
  return { status: 'ok', run: finalized.body, before: opened.body }
}
