import { beforeAll, describe, expect, test } from 'vitest'
import type { Prediction, Predictions } from '#schema/prediction.ts'
import { seededRandom } from '#schema/random.ts'
import { likeness } from '#schema/trust/likeness.ts'
import type { OpenedBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { hasSharedData } from '../../shared-data.ts'
import { changed, judge, opened, REAL, realPredictions } from './judged.ts'

type Judged = Awaited<ReturnType<typeof judge>>

/** What a copier would do to scores and have them look like others. */
const COPIES: Readonly<Record<string, (score: number, random: () => number) => number>> = {
  'as they are': (score) => score,
  'on another scale': (score) => 0.25 + score / 2,
  'by a rising curve': (score) => score * score,
  'rounded to three digits': (score) => Number(score.toFixed(3)),
  'with noise of a millionth': (score, random) => within(score + (random() - 0.5) * 2e-6),
  'with noise of a thousandth': (score, random) => within(score + (random() - 0.5) * 2e-3),
}

describe.skipIf(!hasSharedData).each(REAL)(
  'real runs of $benchmark',
  ({ benchmark, data, scores }) => {
    let from: OpenedBenchmark
    let runs: readonly {
      readonly name: string
      readonly said: Predictions
      readonly judged: Judged
    }[]
    beforeAll(async () => {
      from = await opened(benchmark, data)
      const read = await realPredictions(from, scores)
      runs = await Promise.all(
        Array.from(read, async ([name, said]) => ({ name, said, judged: await judge(from, said) })),
      )
    }, 60_000)

    test('none has few values or decides as the labels do, none is another’s copy', () => {
      expect(runs.length).toBeGreaterThan(0)
      for (const { name, judged } of runs) {
        expect([name, judged.few, judged.gold]).toEqual([name, undefined, undefined])
        expect(judged.prints.size).toBeGreaterThan(1)
        for (const other of runs) {
          if (other.name === name) continue
          expect([...judged.prints].filter((hash) => other.judged.prints.has(hash))).toEqual([])
          expect(alike(judged, other.judged)).toBe(0)
        }
      }
    })

    test.each(Object.keys(COPIES))('a copy is found again: %s', async (name) => {
      const random = seededRandom(1)
      const change = COPIES[name]
      for (const { said, judged } of runs) {
        const copy = await judge(
          from,
          changed(said, (score) => change?.(score, random) ?? score),
        )
        expect([...copy.prints].some((hash) => judged.prints.has(hash))).toBe(true)
        expect(alike(copy, judged)).toBe(judged.said.length)
      }
    })
  },
)

describe.skipIf(!hasSharedData)('labels turned into scores', () => {
  test.each([
    ['processbench', 'data/processbench', 'Under fixed:0.5 it decides 3400 of 3400 items'],
    ['prmbench', 'data/prmbench', 'Under fixed:0.5 it decides'],
    ['best-of-n', 'data/best-of-n-gsm8k', 'exactly as they are labelled'],
  ])(
    'are held on %s, with noise too',
    async (benchmark, data, sentence) => {
      const from = await opened(benchmark, data)
      const random = seededRandom(2)
      const exact = await judge(
        from,
        goldScores(from, (right) => (right ? 1 : 0)),
      )
      const noisy = await judge(
        from,
        goldScores(from, (right) => (right ? 0.6 : 0.1) + 0.3 * random()),
      )
      expect(exact.gold?.sentence).toContain(sentence)
      expect(exact.few?.tag).toBe('two_valued')
      expect(noisy.gold?.tag).toBe('gold_equal')
      expect(noisy.few).toBeUndefined()
    },
    60_000,
  )

  test('are held when only the order of the steps tells them', async () => {
    const from = await opened('prmbench', 'data/prmbench')
    // All above the cut of 0.5: every decision says right.
    const scores = goldScores(from, (right) => (right ? 0.9 : 0.8))
    const judged = await judge(from, scores)
    expect(judged.gold).toMatchObject({ numbers: { auroc: 1 } })
  }, 60_000)
})

/** On how many subsets two runs say the same. */
function alike(a: Judged, b: Judged): number {
  return a.said.filter((own, index) => {
    const other = b.said[index]
    return other && likeness(own, other)
  }).length
}

/** A score for each step, from whether the label calls it right; what follows a first error is not. */
function goldScores({ revision }: OpenedBenchmark, score: (right: boolean) => number): Predictions {
  const byItem = revision.items.map((item): readonly [string, Prediction] => {
    const scores =
      'label' in item
        ? item.steps.map((_, step) => {
            const first = item.label.kind === 'at' ? item.label.step : item.steps.length
            return score(step < first)
          })
        : 'wrongSteps' in item
          ? item.steps.map((_, step) => score(!item.wrongSteps.includes(step)))
          : 'candidates' in item
            ? item.candidates.flatMap(({ steps, correct }) => steps.map(() => score(correct)))
            : [score(true), ...item.rejected.map(() => score(false))]
    return [item.id, { kind: 'scores', scores: Float64Array.from(scores), channels: {}, draws: [] }]
  })
  return { kind: 'scores', byItem: new Map(byItem) }
}

function within(score: number): number {
  return Math.min(1, Math.max(0, score))
}
