import { z } from 'zod'
import { BestOfNItem, Candidate, MAX_CANDIDATES } from '#schema/best-of-n-item.ts'
import { issuesOf } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import type { DownloadOptions } from './pinned-file.ts'
import { WHOLE_POOL } from './pool-file.ts'

/** The commit of github.com/staged-benchmark-2026/StrictPRMBench that the pool is taken from. */
export const STRICT_PRM_BENCH_COMMIT = '2ad65edd36e93c5141f5d091f0c23b9e38309395'

/** One file a problem, gsm8k_000.json to gsm8k_499.json. */
export const STRICT_PRM_BENCH_URLS: readonly string[] = Array.from({ length: 500 }, (_, index) => {
  const folder = `https://raw.githubusercontent.com/staged-benchmark-2026/StrictPRMBench/${STRICT_PRM_BENCH_COMMIT}/pools/bon_candidates/gsm8k_full_500`
  return `${folder}/gsm8k_${String(index).padStart(3, '0')}.json`
})

/** How many files are on their way at once. */
const CONCURRENCY = 12

const item = BestOfNItem.shape
const candidate = Candidate.shape
const UpstreamProblem = z.object({
  problem_id: item.id,
  candidates: z
    .array(
      z.object({
        problem: z.object({ question: item.problem, ground_truth: item.groundTruth }),
        steps: z.array(z.object({ text: candidate.steps.element })).min(1),
        extracted_answer: candidate.answer,
        is_correct: candidate.correct,
      }),
    )
    .min(1)
    .max(MAX_CANDIDATES),
})

type Downloaded = { readonly status: 'ok'; readonly items: readonly BestOfNItem[] } | Failed

/** Downloads every problem of the pool, unverified; the first file that fails ends it. */
export async function downloadStrictPrmBench({
  fetch,
  signal,
}: Omit<DownloadOptions, 'cache'>): Promise<Downloaded> {
  const stop = new AbortController()
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const waiting = [...STRICT_PRM_BENCH_URLS.entries()]
  const items: BestOfNItem[] = []
  let failure: Failed | undefined
  const work = async () => {
    for (let next = waiting.shift(); next && !either.aborted; next = waiting.shift()) {
      const [index, url] = next
      const read = await download(url, { fetch, signal: either })
      if (read.status === 'ok') items[index] = read.item
      else if (!failure) {
        failure = read
        stop.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  if (signal?.aborted) return failed('interrupted', 'Download of StrictPRMBench interrupted')
  return failure ?? { status: 'ok', items }
}

async function download(
  url: string,
  { fetch, signal }: { readonly fetch: DownloadOptions['fetch']; readonly signal: AbortSignal },
): Promise<{ readonly status: 'ok'; readonly item: BestOfNItem } | Failed> {
  const advice = 'Try again, or give a local copy with --data'
  let value: unknown
  try {
    const response = await fetch(url, { signal })
    if (!response.ok) return failed('network', `${url} answered ${response.status}. ${advice}`)
    value = await response.json()
  } catch (error) {
    return failed('network', `Cannot download ${url}: ${reasonOf(error)}. ${advice}`)
  }
  const parsed = UpstreamProblem.safeParse(value)
  if (!parsed.success) {
    return failed('invalid', `${url} is not the problem it was. ${advice}`, issuesOf(parsed.error))
  }
  const { problem_id: id, candidates } = parsed.data
  const { question: problem = '', ground_truth: groundTruth = '' } = candidates[0]?.problem ?? {}
  return {
    status: 'ok',
    item: {
      id,
      subset: WHOLE_POOL,
      problem,
      groundTruth,
      candidates: candidates.map(({ steps, extracted_answer, is_correct }) => ({
        steps: steps.map(({ text }) => text),
        answer: extracted_answer,
        correct: is_correct,
      })),
    },
  }
}
