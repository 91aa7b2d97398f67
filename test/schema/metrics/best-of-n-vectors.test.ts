import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AGGREGATIONS, Aggregation, aggregate } from '#schema/aggregation.ts'
import { expectBestOf } from '#schema/metrics/best-of.ts'
import { missShare, topRankShares } from '#schema/metrics/binomial-ratio.ts'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { rank } from '#schema/metrics/ranking.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { results, valueOf } from './pool.ts'

const byAggregation = <T extends z.ZodType>(value: T) => z.partialRecord(Aggregation, value)
const Vectors = z.object({
  bon: z.object({
    answers: z.array(z.string()),
    gold: z.string(),
    steps: z.array(z.array(z.number())),
    agg: byAggregation(z.array(z.number())),
    pick: byAggregation(z.int()),
    vote: byAggregation(z.string()),
    maj: z.string(),
    pass_at_k: z.array(z.tuple([z.int(), z.int(), z.int(), z.number()])),
    bon_subset: z.object({
      scores: z.array(z.number()),
      correct: z.array(z.int()),
      k: z.record(z.string(), z.number()),
    }),
  }),
})
const Expected = z.object({
  'best-of-n-gsm8k': z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
})
const Pool = z.array(
  z.object({
    problem_id: z.string(),
    candidates: z.array(z.object({ answer: z.string(), is_correct: z.boolean() })),
  }),
)
const Predictions = z.array(
  z.object({ id: z.string(), scores: z.array(z.array(z.number().nullable())) }),
)

function shared(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, SHARED), 'utf8'))
}

function sharedLines(path: string): unknown {
  const text = gunzipSync(readFileSync(new URL(path, SHARED))).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

describe.skipIf(!hasSharedData)('the worked Best-of-N vectors', () => {
  const vectors = () => Vectors.parse(shared('reference/vectors.json')).bon

  test('aggregates, picks and votes', () => {
    const { answers, gold, steps, agg, pick, vote, maj } = vectors()
    const judged: JudgedProblem = {
      answers,
      correct: answers.map((answer) => answer === gold),
      steps: steps.map((scores) => Float64Array.from(scores)),
    }
    for (const aggregation of AGGREGATIONS) {
      const expected = agg[aggregation]
      if (!expected) continue
      const scores = Float64Array.from(judged.steps, (one) => aggregate(aggregation, one))
      expect([...scores]).toEqual(expected)
      expect(rank(scores).order[0]).toBe(pick[aggregation])
      const found = results([judged], [`vote:${aggregation}`, 'majority', `best_of:${aggregation}`])
      expect(found[`vote:${aggregation}@4`]?.k).toBe(vote[aggregation] === gold ? 1 : 0)
      const picked = answers[pick[aggregation] ?? -1]
      expect(found[`best_of:${aggregation}@4`]?.k).toBe(picked === gold ? 1 : 0)
      expect(found['majority@4']?.k).toBe(maj === gold ? 1 : 0)
    }
  })

  test('pass at k', () => {
    for (const [total, right, k, expected] of vectors().pass_at_k) {
      expect(1 - missShare(total, right, k)).toBeCloseTo(expected, 14)
    }
  })

  test('the best of a random subset', () => {
    const { scores, correct, k } = vectors().bon_subset
    const ranking = rank(Float64Array.from(scores))
    for (const [n, expected] of Object.entries(k)) {
      const shares = topRankShares(scores.length, Number(n))
      const { accuracy } = expectBestOf(ranking, { correct: correct.map(Boolean), shares })
      expect(accuracy).toBeCloseTo(expected, 14)
    }
  })
})

describe.skipIf(!hasSharedData)('Best-of-N on GSM8K with the step scores of real models', () => {
  test.for(['qwen_prm', 'math_shepherd', 'rlhflow_prm'])(
    '%s agrees with an independent implementation',
    (model) => {
      const pool = Pool.parse(sharedLines('data/best-of-n-gsm8k/candidates.jsonl.gz'))
      const predictions = Predictions.parse(
        sharedLines(`data/scores/best-of-n-gsm8k/${model}.jsonl.gz`),
      )
      const scores = new Map(predictions.map((line) => [line.id, line.scores]))
      const problems = pool.map(
        ({ problem_id, candidates }): JudgedProblem => ({
          answers: candidates.map(({ answer }) => answer),
          correct: candidates.map(({ is_correct }) => is_correct),
          steps: (scores.get(problem_id) ?? []).map((steps) =>
            Float64Array.from(steps, (score) => score ?? Number.NaN),
          ),
        }),
      )
      const expected = Expected.parse(shared('data/EXPECTED.json'))['best-of-n-gsm8k'][model] ?? {}
      const policies = Object.keys(expected)
      expect(policies).toHaveLength(2 + 2 * AGGREGATIONS.length)
      const found = results(
        problems,
        policies.flatMap((policy) => [policy, `first_n:${policy}`]),
      )
      for (const [policy, values] of Object.entries(expected)) {
        for (const [n, value] of Object.entries(values)) {
          const result = found[n === 'first_32' ? `first_n:${policy}@32` : `${policy}@${n}`]
          expect(Math.abs((valueOf(result) ?? Number.NaN) - value)).toBeLessThan(1e-12)
          const count = n.endsWith('32') ? Math.round(value * 500) : undefined
          expect(result?.k).toBe(count)
        }
      }
    },
  )
})
