import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { ItemFacts } from '#schema/metrics/item-facts.ts'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import type { JudgedSteps } from '#schema/metrics/step-counts.ts'
import { labelFromWire, type Label } from '#schema/verdict.ts'
import { readPrmBench } from '../../../bench-runner/benchmarks/prmbench.ts'
import { SHARED } from '../../shared-data.ts'

const SUBSETS = ['gsm8k', 'math', 'olympiadbench', 'omnimath'] as const
const Rows = z.array(
  z.object({
    id: z.string(),
    generator: z.string(),
    steps: z.array(z.string()),
    final_answer_correct: z.boolean(),
    label: z.int(),
  }),
)
const Scores = z.array(z.number().nullable())
const Line = z.object({ id: z.string(), scores: Scores })
const PoolLine = z.object({ id: z.string(), scores: z.array(Scores) })
const Problem = z.object({
  problem_id: z.string(),
  candidates: z.array(z.object({ answer: z.string(), is_correct: z.boolean() })),
})

export const PROCESSBENCH_MODELS = ['Qwen2.5-Math-PRM-7B', 'Llama-3.1-8B-Instruct'] as const

export interface RealSubset {
  readonly id: string
  readonly items: readonly { readonly label: Label; readonly scores: Float64Array }[]
  readonly facts: readonly ItemFacts[]
}

/** A model's scores on ProcessBench-1000; NaN after the first error. */
export function processBenchRun(model: string): readonly RealSubset[] {
  const lines = linesOf(`data/scores/processbench-1000/${model}.jsonl`).map((one) =>
    Line.parse(one),
  )
  const scores = new Map(lines.map((line) => [line.id, vectorOf(line.scores)]))
  return SUBSETS.map((id) => {
    const rows = Rows.parse(JSON.parse(read(`data/processbench-1000/${id}.json`)))
    return {
      id,
      items: rows.map((row) => ({
        label: labelFromWire(row.label),
        scores: scores.get(row.id) ?? new Float64Array(row.steps.length).fill(Number.NaN),
      })),
      facts: rows.map((row) => ({
        steps: row.steps.length,
        generator: row.generator,
        finalAnswerCorrect: row.final_answer_correct,
      })),
    }
  })
}

/** R-PRM's vote fractions on PRMBench; five items without. */
export function prmBenchRun(): readonly JudgedSteps[] {
  const folder = 'data/prmbench/'
  const loaded = readPrmBench(
    readdirSync(new URL(folder, SHARED))
      .toSorted()
      .map((path) => ({ path, lines: read(`${folder}${path}`).split('\n') })),
  )
  if (loaded.status === 'failed') throw new Error(loaded.message)
  const lines = linesOf('data/scores/prmbench/r-prm.jsonl.gz').map((one) => Line.parse(one))
  const scores = new Map(lines.map((line) => [line.id, vectorOf(line.scores)]))
  return loaded.items.map(({ id, subset, steps, wrongSteps }) => ({
    id,
    classification: subset,
    steps: steps.length,
    wrongSteps,
    scores: scores.get(id) ?? new Float64Array(0),
  }))
}

/** A model's scores on the candidates of 500 GSM8K problems. */
export function poolRun(model: string): readonly JudgedProblem[] {
  const lines = linesOf(`data/scores/best-of-n-gsm8k/${model}.jsonl.gz`)
  const scores = new Map(
    lines.map((one) => PoolLine.parse(one)).map((line) => [line.id, line.scores.map(vectorOf)]),
  )
  return linesOf('data/best-of-n-gsm8k/candidates.jsonl.gz').map((one) => {
    const { problem_id, candidates } = Problem.parse(one)
    return {
      answers: candidates.map(({ answer }) => answer),
      correct: candidates.map(({ is_correct }) => is_correct),
      steps: scores.get(problem_id) ?? [],
    }
  })
}

function vectorOf(scores: readonly (number | null)[]): Float64Array {
  return Float64Array.from(scores, (score) => score ?? Number.NaN)
}

function linesOf(path: string): readonly unknown[] {
  return read(path)
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

function read(path: string): string {
  const bytes = readFileSync(new URL(path, SHARED))
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
