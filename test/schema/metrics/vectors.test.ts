import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bestThreshold, type ScoredItem } from '#schema/metrics/best-threshold.ts'
import { decide, outcome } from '#schema/metrics/decision.ts'
import { firstErrorReport } from '#schema/metrics/first-error-report.ts'
import { countOutcomes, macroMean, processBenchF1 } from '#schema/metrics/processbench-f1.ts'
import {
  type Label,
  labelFromWire,
  majority,
  UNPARSED,
  verdictFromText,
  verdictToWire,
} from '#schema/verdict.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'

const Vectors = z.object({
  processbench: z.object({
    f1: z.array(
      z.object({ pairs: z.array(z.tuple([z.int(), z.int()])), f1: z.number().nullable() }),
    ),
    threshold: z.object({
      items: z.array(
        z.object({ scores: z.array(z.union([z.number(), z.literal('NaN')])), label: z.int() }),
      ),
      cases: z.array(z.object({ t: z.number() })),
    }),
    votes: z.array(z.tuple([z.array(z.string().nullable()), z.int().nullable()])),
    extract: z.array(z.tuple([z.string(), z.string().nullable(), z.int().nullable()])),
    average: z.object({ f1: z.array(z.number()), n: z.array(z.int()), macro: z.number() }),
    dataset_counts: z.record(z.string(), z.tuple([z.int(), z.int()])),
    synthetic: z.object({
      't0.5_git': z.looseObject({ macro: z.number() }),
      't0.5_math688_0': z.object({ math: z.tuple([z.int(), z.int()]), macro: z.number() }),
      tuned: z.looseObject({ t: z.number(), macro: z.number() }),
    }),
  }),
})
const Rows = z.array(z.object({ id: z.string(), steps: z.array(z.string()), label: z.int() }))
const SUBSETS = ['gsm8k', 'math', 'olympiadbench', 'omnimath'] as const

function shared(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, SHARED), 'utf8'))
}

describe.skipIf(!hasSharedData)('the worked ProcessBench vectors', () => {
  const vectors = () => Vectors.parse(shared('reference/vectors.json')).processbench

  test('F1 of predicted and labelled steps', () => {
    // They are on 0 to 100; both accuracies 0 give 0 here and null there.
    const expected = [0.5, undefined, 0, 0]
    for (const [index, { pairs }] of vectors().f1.entries()) {
      const f1 = processBenchF1(
        countOutcomes(
          pairs.map(([predicted, label]): [Label, 'hit' | 'missed'] => [
            labelFromWire(label),
            predicted === label ? 'hit' : 'missed',
          ]),
        ),
      )
      expect(f1.status === 'ok' ? f1.value : undefined).toBe(expected[index])
    }
  })

  test('thresholds, where a missing score leaves an item undecided', () => {
    const { items, cases } = vectors().threshold
    const judged = items.map(({ scores, label }) => ({
      label: labelFromWire(label),
      scores: Float64Array.from(scores, Number),
    }))
    // t = 0.5: error 1/4, correct 2/2 -> 0.4. t = 0.58: 3/4 and 2/2 -> 6/7. t = 0.65: 3/4, 1/2 -> 0.6
    const expected = [0.4, 0.857142857142857, 0.6]
    for (const [index, { t }] of cases.entries()) {
      const counts = countOutcomes(
        judged.map(({ label, scores }) => [label, outcome(label, decide(scores, t))]),
      )
      const f1 = processBenchF1(counts)
      expect(f1.status === 'ok' && f1.value).toBeCloseTo(expected[index] ?? Number.NaN, 14)
    }
  })

  test('votes, where those that cannot be read are dropped', () => {
    // There 'paragraph 1' wins as a string and is then unreadable; here only the vote for 1 counts.
    const ours = [2, -1, null, 1, 1, 3]
    for (const [index, [texts]] of vectors().votes.entries()) {
      const votes = texts.map((text) =>
        text === null ? UNPARSED : verdictFromText(`\\boxed{${text}}`),
      )
      expect(verdictToWire(majority(votes))).toBe(ours[index])
    }
  })

  test('verdicts in text', () => {
    for (const [text, , wire] of vectors().extract) {
      expect([text, verdictToWire(verdictFromText(text))]).toEqual([text, wire])
    }
  })

  test('the average is not weighted by the number of items', () => {
    const { f1, n, macro } = vectors().average
    const parts = f1.map((value, index) => ({
      subset: String(index),
      value: { status: 'ok', value: value / 100, n: n[index] ?? 0 } as const,
    }))
    const average = macroMean(parts)
    expect(average.status === 'ok' && average.value).toBeCloseTo(macro / 100, 14)
  })

  test('a synthetic model on the whole benchmark, under both label sets', () => {
    const { synthetic, dataset_counts } = vectors()
    const fixed = { kind: 'fixed', threshold: 0.5 } as const
    const first = synthetic['t0.5_git']
    const before = firstErrorReport(fixed, syntheticModel('1'))
    for (const subset of SUBSETS) {
      const [error_k, correct_k] = z.tuple([z.int(), z.int()]).parse(first[subset])
      const [error_n, correct_n] = dataset_counts[subset] ?? []
      const row = before.find((result) => result.subset === subset)
      expect(row?.counts).toEqual({ error_k, error_n, correct_k, correct_n })
    }
    expect(averageOf(before)).toBeCloseTo(first.macro / 100, 14)

    const second = synthetic['t0.5_math688_0']
    const after = firstErrorReport(fixed, syntheticModel('2'))
    const [error_k, correct_k] = second.math
    const math = after.find((result) => result.subset === 'math')?.counts
    expect(math).toMatchObject({ error_k, correct_k })
    expect(averageOf(after)).toBeCloseTo(second.macro / 100, 14)
  })

  test('its tuned threshold', () => {
    // Its scores are the hundredths, and so is the grid of the vector.
    const { t, macro } = vectors().synthetic.tuned
    const subsets = syntheticModel('1')
    expect(bestThreshold(subsets[0]?.items ?? [])).toEqual({ status: 'ok', threshold: t })
    const tuned = firstErrorReport({ kind: 'tuned', subset: 'gsm8k' }, subsets)
    expect(averageOf(tuned)).toBeCloseTo(macro / 100, 14)
  })
})

/** Scores step i of n in item j with ((7n + 13i + j) mod 100) / 100. */
function syntheticModel(labelSet: '1' | '2'): { id: string; items: ScoredItem[] }[] {
  return SUBSETS.map((id) => {
    const folder = id === 'math' && labelSet === '1' ? 'processbench-2024-12-10' : 'processbench'
    const items = Rows.parse(shared(`data/${folder}/${id}.json`)).map(({ id, steps, label }) => {
      const j = Number(id.split('-').at(-1))
      const n = steps.length
      return {
        label: labelFromWire(label),
        scores: Float64Array.from(steps, (_, i) => ((7 * n + 13 * i + j) % 100) / 100),
      }
    })
    return { id, items }
  })
}

function averageOf(report: ReturnType<typeof firstErrorReport>): number {
  const row = report.find(({ subset, metric }) => subset === 'average' && metric === 'f1')
  return row?.status === 'ok' ? row.value : Number.NaN
}
