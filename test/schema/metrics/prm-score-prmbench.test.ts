import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { MetricValue } from '#schema/metric.ts'
import { type PrmScoreReport, prmScoreReport } from '#schema/metrics/prm-score-report.ts'
import type { JudgedSteps, StepRule } from '#schema/metrics/step-counts.ts'
import { stepSimilarity } from '#schema/metrics/step-similarity.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { readPrmBench } from '../../../bench-runner/benchmarks/prmbench.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'

const RULES = [
  { threshold: 0.5, variant: 'strict' },
  { threshold: 0.5, variant: 'official' },
] as const
const [STRICT, OFFICIAL] = RULES

const COUNTS = ['tp', 'fp', 'tn', 'fn'] as const
const VALUES = ['prm_score', 'f1', 'negative_f1'] as const
const Rows = z.record(z.string(), z.partialRecord(z.enum([...COUNTS, ...VALUES]), z.number()))
const Expected = z.object({ prmbench: z.record(z.string(), z.record(z.string(), Rows)) })
const Line = z.object({ id: z.string(), scores: z.array(z.number().nullable()) })

const shared = (path: string) => readFileSync(new URL(path, SHARED))
const valueOf = (value: MetricValue) => (value.status === 'ok' ? value.value : Number.NaN)

type Score = (step: number, steps: number) => number

function scored(items: readonly StepLabelsItem[], score: Score): JudgedSteps[] {
  return items.map(({ id, subset, steps, wrongSteps }) => ({
    id,
    classification: subset,
    steps: steps.length,
    wrongSteps,
    scores: Float64Array.from(steps, (_, step) => score(step, steps.length)),
  }))
}

function expected(model: string, policy: string): z.infer<typeof Rows> {
  const json: unknown = JSON.parse(shared('data/EXPECTED.json').toString())
  const rows = Expected.parse(json).prmbench[model]?.[policy]
  if (rows === undefined) throw new Error(`nothing expected of ${model} at ${policy}`)
  return rows
}

/** Every count that differs from the expected one, and every value that does by 1e-12 or more. */
function differences(report: PrmScoreReport, rows: z.infer<typeof Rows>): string[] {
  const own = new Map<string, PrmScoreReport['groups'][number]>(
    [...report.classes, ...report.groups, { id: 'overall', ...report.overall }].map((row) => [
      row.id,
      row,
    ]),
  )
  return Object.entries(rows).flatMap(([id, row]) => {
    const ours = own.get(id)
    if (ours === undefined) return [id]
    const counts = COUNTS.filter((key) => row[key] !== undefined && ours.counts[key] !== row[key])
    const values = VALUES.filter((key) => {
      const value = row[key]
      return value !== undefined && !(Math.abs(valueOf(ours[key]) - value) < 1e-12)
    })
    return [...counts, ...values].map((key) => `${id}: ${key}`)
  })
}

describe.skipIf(!hasSharedData)('PRMScore on the whole of PRMBench', () => {
  const { items, correctItems } = load()

  function load() {
    const folder = new URL('data/prmbench/', SHARED)
    const files = hasSharedData ? readdirSync(folder).toSorted() : []
    const read = readPrmBench(
      files.map((path) => ({
        path,
        lines: readFileSync(new URL(path, folder), 'utf8').split('\n'),
      })),
    )
    if (read.status === 'failed') throw new Error(read.message)
    return read
  }

  test.for(RULES)('a model that passes every step: %o', (rule) => {
    const rows = expected('constant-good', 'fixed:0.5')
    expect(Object.keys(rows)).toHaveLength(13)
    expect(
      differences(
        prmScoreReport(
          scored(items, () => 1),
          rule,
        ),
        rows,
      ),
    ).toEqual([])
  })

  test('a model that passes every step, to the last digit of the evaluator', () => {
    const { overall, groups } = prmScoreReport(
      scored(items, () => 1),
      OFFICIAL,
    )
    expect(valueOf(overall.prm_score)).toBe(0.45719531489065257)
    expect(groups.map(({ prm_score }) => valueOf(prm_score))).toEqual([
      0.4427202334424113, 0.46193746049897955, 0.6333548686715131,
    ])
  })

  test.for(['0.5', '0.3', '0.61'])('R-PRM at %s', (cut) => {
    const lines = gunzipSync(shared('data/scores/prmbench/r-prm.jsonl.gz')).toString().trim()
    const byItem = new Map(
      lines.split('\n').map((line) => {
        const { id, scores } = Line.parse(JSON.parse(line))
        return [id, Float64Array.from(scores, (score) => score ?? Number.NaN)]
      }),
    )
    const judged = scored(items, () => Number.NaN).map((item) => ({
      ...item,
      scores: byItem.get(item.id) ?? item.scores,
    }))
    const report = prmScoreReport(judged, { ...STRICT, threshold: Number(cut) })
    expect(differences(report, expected('r-prm', `fixed:${cut}`))).toEqual([])
  })

  test.for<[string, Score, number]>([
    ['flags every step', () => 0, 0.13623083298798178],
    ['passes every other step', (step) => 1 - (step % 2), 0.44772893384368245],
    ['flags the last step', (step, n) => (step === n - 1 ? 0 : 1), 0.5009980746889149],
    ['passes the first four steps', (step) => (step < 4 ? 1 : 0), 0.37667041610261065],
    ['scores by a formula', (step, n) => ((13 * step + 7 * n) % 100) / 100, 0.43110442081423894],
  ])('a model that %s', ([, score, value]) => {
    for (const rule of RULES) {
      const { overall } = prmScoreReport(scored(items, score), rule)
      expect(Math.abs(valueOf(overall.prm_score) - value)).toBeLessThan(1e-12)
    }
  })

  test('accuracies of the formula', () => {
    const formula: Score = (step, n) => ((13 * step + 7 * n) % 100) / 100
    for (const rule of RULES) {
      const { overall } = prmScoreReport(scored(items, formula), rule)
      expect(valueOf(overall.step_accuracy)).toBeCloseTo(0.4937688164949443, 15)
      expect(valueOf(overall.first_error_accuracy)).toBeCloseTo(0.5027340513670256, 15)
    }
  })

  test('similarity of models that judge every step alike', () => {
    const similarity = (score: Score, rule: StepRule) =>
      stepSimilarity(scored(items, score), scored(correctItems, score), rule)
    expect(similarity(() => 1, STRICT)).toEqual({ status: 'ok', value: 1, n: 6211 })
    expect(similarity(() => 0, STRICT)).toMatchObject({ status: 'ok', value: 1 })
    expect(similarity(() => 0, OFFICIAL)).toMatchObject({ status: 'undefined', n: 0 })
  })
})
