import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { type BestOfNResult, bestOfN } from '#schema/metrics/best-of-n.ts'
import { parseSelectionPolicy } from '#schema/metrics/selection-policy.ts'
import type { JudgedSteps } from '#schema/metrics/step-counts.ts'
import { labelFromWire } from '#schema/verdict.ts'
import { readPrmBench } from '../../../bench-runner/benchmarks/prmbench.ts'
import { SHARED } from '../../shared-data.ts'

const Scores = z.array(z.number().nullable())
const Rows = z.array(z.object({ id: z.string(), problem: z.string(), label: z.int() }))
const StepLine = z.object({ id: z.string(), scores: Scores })
const PoolLine = z.object({ id: z.string(), scores: z.array(Scores) })
const Problem = z.object({
  problem_id: z.string(),
  candidates: z.array(z.object({ answer: z.string(), is_correct: z.boolean() })),
})

export const PROCESSBENCH_MODELS = [
  'Llama-3.1-8B-Instruct',
  'Llama3.1-8B-PRM-Deepseek-Data',
  'Qwen2.5-7B-Instruct',
  'Qwen2.5-Math-7B-PRM800K',
  'Qwen2.5-Math-PRM-7B',
] as const

const shared = (path: string) => readFileSync(new URL(path, SHARED))
const vector = (scores: z.infer<typeof Scores>) =>
  Float64Array.from(scores, (score) => score ?? Number.NaN)

function lines<T extends z.ZodType>(path: string, schema: T): z.infer<T>[] {
  const bytes = shared(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim()
  return text.split('\n').map((line) => schema.parse(JSON.parse(line)))
}

/** A model's run on processbench-1000, with the problem of each item as its cluster. */
export function processBenchRun(model: (typeof PROCESSBENCH_MODELS)[number]) {
  const predictions = lines(`data/scores/processbench-1000/${model}.jsonl`, StepLine)
  const scores = new Map(predictions.map((line) => [line.id, vector(line.scores)]))
  return ['gsm8k', 'math', 'olympiadbench', 'omnimath'].map((id) => {
    const json: unknown = JSON.parse(shared(`data/processbench-1000/${id}.json`).toString())
    const rows = Rows.parse(json)
    return {
      id,
      clusters: rows.map(({ problem }) => problem),
      items: rows.map((row) => ({
        label: labelFromWire(row.label),
        scores: scores.get(row.id) ?? new Float64Array(0),
      })),
    }
  })
}

/** R-PRM's run on PRMBench. */
export function prmBenchRun(): readonly JudgedSteps[] {
  const folder = new URL('data/prmbench/', SHARED)
  const files = readdirSync(folder).toSorted()
  const read = readPrmBench(
    files.map((path) => ({ path, lines: readFileSync(new URL(path, folder), 'utf8').split('\n') })),
  )
  if (read.status === 'failed') throw new Error(read.message)
  const predictions = lines('data/scores/prmbench/r-prm.jsonl.gz', StepLine)
  const scores = new Map(predictions.map((line) => [line.id, vector(line.scores)]))
  return read.items.map(({ id, subset, steps, wrongSteps }) => ({
    id,
    classification: subset,
    steps: steps.length,
    wrongSteps,
    scores: scores.get(id) ?? new Float64Array(0),
  }))
}

/** A model's accuracies on the GSM8K pool. */
export function poolRun(model: string, policies: readonly string[]): readonly BestOfNResult[] {
  const predictions = lines(`data/scores/best-of-n-gsm8k/${model}.jsonl.gz`, PoolLine)
  const scores = new Map(predictions.map((line) => [line.id, line.scores.map(vector)]))
  const problems = lines('data/best-of-n-gsm8k/candidates.jsonl.gz', Problem).map(
    ({ problem_id, candidates }) => ({
      answers: candidates.map(({ answer }) => answer),
      correct: candidates.map(({ is_correct }) => is_correct),
      steps: scores.get(problem_id) ?? [],
    }),
  )
  const parsed = policies.flatMap((text) => parseSelectionPolicy(text) ?? [])
  return bestOfN(problems, parsed, { seed: 0 })
}
