import { z } from 'zod'
import { type Issue, issuesOf, MAX_ISSUES } from '#schema/error.ts'
import { joinCandidates, StepScores } from '#schema/prediction-line.ts'
import { readRows } from '../benchmarks/read-rows.ts'
import { STRICT_PRM_BENCH_COMMIT } from '../benchmarks/strict-prm-bench.ts'
import { failed } from '../failure.ts'
import type { ImportedModel, ImportSource, Parsed, ParseContext, RawFile } from './import-source.ts'

const FOLDER = 'scores/aggregation_sweep_cache/step_scores_cache'

/** StrictPRMBench 2026: seven reward models on 500 GSM8K problems with 32 candidates each. */
export const strictPrmScores: ImportSource = {
  id: 'strict-prm-bench',
  title: 'StrictPRMBench: 7 models on 32 candidates of 500 GSM8K problems',
  citation: 'StrictPRMBench (anonymous, 2026), cached step scores',
  repository: 'staged-benchmark-2026/StrictPRMBench',
  commit: STRICT_PRM_BENCH_COMMIT,
  license: 'CC-BY-4.0',
  notes: [
    'May be redistributed with attribution.',
    'In thousands of candidates the first step begins with a chat prompt, and was scored with it.',
  ],
  benchmark: 'bon-gsm8k-500x32',
  folder: 'best-of-n-gsm8k',
  models: [
    scored('qwen_prm', {
      model: {
        id: 'Qwen/Qwen2.5-Math-PRM-7B',
        kind: 'discriminative_prm',
        params: 7e9,
        base: 'Qwen2.5-Math-7B-Instruct',
      },
      trainingData: 'Rollouts and an LLM judge, about 1.5M rows on which both agree',
      content: '50e17632a1f12c6c32d5a2b0ecc44051177d9cb51ce21adf03ccc0e31e9dc5ee',
    }),
    scored('math_shepherd', {
      model: {
        id: 'peiyi9979/math-shepherd-mistral-7b-prm',
        kind: 'discriminative_prm',
        params: 7e9,
        base: 'Mistral-7B',
      },
      trainingData: 'Math-Shepherd, 445K rows with labels from rollouts',
      content: 'f47552b9f46c72fde285dd7e0d4f230b465dd1cd40aa1e57c1e976a663df53a1',
    }),
    scored('rlhflow_prm', {
      model: {
        id: 'RLHFlow/Llama3.1-8B-PRM-Deepseek-Data',
        kind: 'generative_prm',
        params: 8e9,
        base: 'Llama-3.1-8B-Instruct',
      },
      trainingData: 'RLHFlow Deepseek-PRM-Data, 253K rows',
      content: 'd1d3ddf9409fd81af828696244503d3d535d83818b692a91464528d9a3f0e726',
    }),
    scored('skywork_prm', {
      model: {
        id: 'Skywork/Skywork-o1-Open-PRM-Qwen-2.5-7B',
        kind: 'discriminative_prm',
        params: 7e9,
        base: 'Qwen2.5-Math-7B-Instruct',
      },
    }),
    scored('skywork_prm_1_5b', {
      model: {
        id: 'Skywork/Skywork-o1-Open-PRM-Qwen-2.5-1.5B',
        kind: 'discriminative_prm',
        params: 1.5e9,
        base: 'Qwen2.5-Math-1.5B-Instruct',
      },
    }),
    scored('internlm2_7b_reward', {
      model: {
        id: 'internlm/internlm2-7b-reward',
        kind: 'outcome_rm',
        params: 7e9,
        base: 'InternLM2-7B',
      },
      trainingData: 'Preferences between whole answers',
    }),
    scored('internlm2_1_8b_reward', {
      model: {
        id: 'internlm/internlm2-1_8b-reward',
        kind: 'outcome_rm',
        params: 1.8e9,
        base: 'InternLM2-1.8B',
      },
      trainingData: 'Preferences between whole answers',
    }),
  ],
  parse: parseStrictPrmScores,
}

function scored(name: string, facts: Omit<ImportedModel, 'name' | 'paths'>): ImportedModel {
  return { name, paths: [`${FOLDER}/${name}_gsm8k.jsonl`], ...facts }
}

/** Why the scores of MATH-500 in the same repository are not taken. */
export const MATH_500_REFUSAL =
  'the grades of its MATH-500 candidates are not sound: 157 of 500 gold answers were read wrongly'

const Row = z.object({
  benchmark: z.string(),
  prm_name: z.string(),
  problem_id: z.string(),
  candidate_index: z.int().nonnegative(),
  step_scores: StepScores,
  is_correct: z.boolean(),
  n_steps: z.int(),
})
type Row = z.infer<typeof Row>

/**
 * One row a candidate. A row must be of this model and of GSM8K, and its grade and steps those of
 * the pool's candidate, which shows a row that slipped; a candidate without a row is null.
 */
export function parseStrictPrmScores(
  files: readonly RawFile[],
  { model, items }: ParseContext,
): Parsed {
  const read = readRows(
    files.map((file) => ({ ...file, subset: undefined })),
    (value) => {
      const row = Row.safeParse(value)
      return row.success ? { item: row.data } : { issues: issuesOf(row.error) }
    },
  )
  if (read.status === 'failed') return read
  const rows = read.items
  const path = files[0]?.path ?? ''
  const other = rows.find(({ benchmark }) => benchmark !== 'gsm8k')
  if (other?.benchmark.startsWith('math')) {
    return failed('invalid', `${path} is of ${other.benchmark}: ${MATH_500_REFUSAL}`)
  }
  if (other) return failed('invalid', `${path} is of ${other.benchmark}, not of gsm8k`)
  const stranger = rows.find(({ prm_name }) => prm_name !== model.name)
  if (stranger) return failed('invalid', `${path} is of ${stranger.prm_name}, not ${model.name}`)

  const byCandidate = new Map(rows.map((row) => [`${row.problem_id}/${row.candidate_index}`, row]))
  const issues: Issue[] = []
  const lines = items.map((item) => {
    const candidates = 'candidates' in item ? item.candidates : []
    const found = candidates.map((candidate, index) => {
      const row = byCandidate.get(`${item.id}/${index}`)
      const message = row && mismatch(row, candidate)
      if (message !== undefined) issues.push({ item: `${item.id}/${index}`, field: '', message })
      return row && { id: item.id, scores: row.step_scores }
    })
    const steps = candidates.map((candidate) => candidate.steps.length)
    return joinCandidates(item.id, found, steps)
  })
  if (byCandidate.size < rows.length) {
    issues.push({ field: '', message: `${rows.length - byCandidate.size} candidates come twice` })
  }
  if (issues.length > 0) {
    return failed('invalid', `${path} does not fit the pool`, issues.slice(0, MAX_ISSUES))
  }
  return { status: 'ok', lines, warnings: [] }
}

function mismatch(
  { n_steps, step_scores, is_correct }: Row,
  { steps, correct }: { readonly steps: readonly string[]; readonly correct: boolean },
): string | undefined {
  const lengths = [n_steps, step_scores.length]
  if (lengths.some((length) => length !== steps.length)) {
    return `${steps.length} steps, of which the row scores ${step_scores.length} (n_steps ${n_steps})`
  }
  return is_correct === correct ? undefined : `Graded ${is_correct} in the row, ${correct} here`
}
