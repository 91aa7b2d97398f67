import { describe, expect, test } from 'vitest'
import { curvesOf, diagnosticsOf, listedRun } from './listed-run.ts'
import { call, ITEMS, refusalOf } from './tiny.ts'

describe('first error', () => {
  // Right steps 0.9, 0.5 of a and 0.8, 0.9, 1 of b; wrong ones 0.2 and 0.7.
  test('scores are held against the labels, by subset and over all', async () => {
    const found = await diagnosticsOf(`${await listedRun()}/diagnostics`)
    if (found.kind !== 'first_error' || !found.steps) throw new Error('no steps')
    const { overall, subsets } = found.steps
    expect(overall.steps).toEqual({ expected: 7, scored: 7 })
    // 0.2 is below all 5 right steps, 0.7 below 4.
    expect(overall.thresholdFree.wrong).toMatchObject({
      auroc: { value: 0.9, n: 7 },
      pairs: { n: 10, ordered: 9, tied: 0 },
      auprc: { value: expect.closeTo(1 / 2 + (1 / 2) * (2 / 3), 12) },
      counts: { right: 5, wrong: 2 },
    })
    expect(subsets.map(({ thresholdFree }) => thresholdFree.right.auroc)).toMatchObject([
      { value: 1 },
      { value: 1 },
    ])
    // (0.1² + 0.5² + 0.2² + 0.1² + 0 + 0.2² + 0.7²) / 7
    expect(overall.calibration.brier).toMatchObject({ value: expect.closeTo(0.84 / 7, 12) })
    // 0.9, 0.9 and 1 are right: 3 · 0.2 / 3; then 0.2, 0.7, 0.5 and 0.2 alone in their bins.
    const ece = { status: 'ok', value: expect.closeTo(1.8 / 7, 12), n: 7 }
    expect(overall.calibration.ece).toEqual({ lower_closed: ece, upper_closed: ece })
    expect(overall.intervals).toBeUndefined()
    expect(found.draws).toBeUndefined()
  })

  test('outcomes are told by each property, and on flawed solutions', async () => {
    const items = ITEMS.map((item) => ({ ...item, finalAnswerCorrect: true }))
    const found = await diagnosticsOf(`${await listedRun(undefined, { items })}/diagnostics`)
    if (found.kind !== 'first_error') throw new Error(found.kind)
    expect(found.policy).toBe('fixed:0.5')
    expect(found.outcomes).toMatchObject({ hit: 1, missed: 1, passed: 2, false_alarm: 0 })
    expect(found.withoutCut).toEqual([])
    // Both solutions with an error end in the right answer: found in a, missed in b.
    expect(found.flawedProcess.subsets).toMatchObject([
      { id: 'a', right_answer: { k: 1, n: 1 } },
      { id: 'b', right_answer: { k: 0, n: 1 } },
    ])
    expect(found.flawedProcess.average.right_answer).toMatchObject({ value: 0.5 })
    expect(found.slices.generator).toMatchObject([
      { key: { generator: 'G' }, n: 1 },
      { key: {}, n: 3 },
    ])
    expect(found.slices.position.map(({ key, n }) => [key.position, n])).toEqual([
      ['first_quarter', 1],
      ['third_quarter', 1],
      ['no_error', 2],
    ])
  })

  test('intervals and draws are looked at where a run has them', async () => {
    const run = await listedRun({
      a: '{"id":"a-1","draws":[[0.9,0.2],[0.7,0.6]],"channels":{"lower":[0.7,0],"upper":[1,0.3]}}\n{"id":"a-2","scores":[0.5]}\n',
      b: '{"id":"b-1","scores":[0.7]}\n{"id":"b-2","scores":[0.8,0.9,1]}\n',
    })
    const found = await diagnosticsOf(`${run}/diagnostics`)
    if (found.kind !== 'first_error') throw new Error(found.kind)
    // Their scores are 0.8, within 0.7 … 1, and 0.4, above 0 … 0.3; both labels are covered.
    expect(found.steps?.overall.intervals).toMatchObject({
      label: { k: 2, n: 2 },
      score: { k: 1, n: 2 },
      width: { value: expect.closeTo(0.3, 12) },
      steps: { expected: 7, scored: 2 },
    })
    // Standard deviations 0.2 / √2 and 0.4 / √2; the first draw flags step 1, the second nothing.
    expect(found.draws?.overall).toMatchObject({
      deviation: { value: expect.closeTo(0.3 / Math.SQRT2, 12), n: 2 },
      flips: { k: 1, n: 1 },
    })
    expect(found.draws?.subsets[1]).toMatchObject({ id: 'b', flips: { status: 'undefined' } })
  })

  test('a transform comes before everything, and ends calibration', async () => {
    const run = await listedRun()
    const found = await diagnosticsOf(`${run}/diagnostics?policy=delta%3Efixed%3A-0.05`)
    if (found.kind !== 'first_error') throw new Error(found.kind)
    // The steps become 0.9, −0.7; 0.5; 0.7; 0.8, 0.1, 0.1. Below −0.05: one, in a-1.
    expect(found.outcomes).toMatchObject({ hit: 1, missed: 1, passed: 2 })
    // −0.7 is below all 5 right steps, 0.7 below 0.9 and 0.8.
    expect(found.steps?.overall.thresholdFree.right.auroc).toMatchObject({ value: 0.7 })
    expect(found.steps?.overall.calibration.brier).toEqual({
      status: 'undefined',
      reason: 'the scores are no probabilities',
      n: 7,
    })
  })

  test('below full coverage only what was asked for is given', async () => {
    const run = await listedRun({
      a: '{"id":"a-1","scores":[null,0.2]}\n{"id":"a-2","scores":[0.5]}\n',
      b: '{"id":"b-1","scores":[0.7]}\n{"id":"b-2","scores":[0.8,0.9,1]}\n',
    })
    const auroc = async (query: string) => {
      const found = await diagnosticsOf(`${run}/diagnostics${query}`)
      return found.kind === 'first_error' && found.steps?.overall.thresholdFree.right.auroc
    }
    const reason = 'only 6 of 7 labelled steps have a score'
    expect(await auroc('')).toEqual({ status: 'undefined', reason, n: 6 })
    // 0.2 is below 4 right steps, 0.7 below 3.
    expect(await auroc('?allow_partial=true')).toEqual({ status: 'ok', value: 7 / 8, n: 6 })
  })

  test('votes have outcomes, and neither scores nor a curve', async () => {
    const run = await listedRun({
      a: '{"id":"a-1","verdicts":[1]}\n{"id":"a-2","verdicts":[0]}\n',
      b: '{"id":"b-1","verdicts":[0]}\n{"id":"b-2","verdicts":[null]}\n',
    })
    const found = await diagnosticsOf(`${run}/diagnostics`)
    expect(found).toMatchObject({ policy: 'vote', outcomes: { hit: 2, false_alarm: 1 } })
    expect(found).not.toHaveProperty('steps')
    expect(await refusalOf(await call(`${run}/curve`))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: 'These predictions are votes, which have no threshold',
    })
  })

  test('the curve has a point for each change, thinned to both ends and the best', async () => {
    const run = await listedRun()
    const curves = await curvesOf(`${run}/curve`)
    if (curves.kind !== 'first_error') throw new Error(curves.kind)
    // a-1 is right above 0.2 up to 0.9, a-2 up to 0.5; b-1 above 0.7, b-2 up to 0.8.
    expect(curves.subsets[0]).toEqual({
      id: 'a',
      curve: {
        status: 'ok',
        error_n: 1,
        correct_n: 1,
        total: 4,
        thinned: false,
        points: [
          { f1: 0, error_k: 0, correct_k: 1 },
          { above: 0.2, f1: 1, error_k: 1, correct_k: 1 },
          { above: 0.5, f1: 0, error_k: 1, correct_k: 0 },
          { above: 0.9, f1: 0, error_k: 0, correct_k: 0 },
        ],
      },
    })
    const thinned = await curvesOf(`${run}/curve?points=3`)
    expect(thinned).toMatchObject({
      average: {
        total: 6,
        thinned: true,
        points: [{ f1: 0 }, { above: 0.2, f1: 0.5 }, { above: 0.9, f1: 0 }],
      },
    })
  })

  test.for([
    ['diagnostics?policy=best_of:min', 400, 'Not a policy for tiny'],
    ['diagnostics?policy=tuned:c', 400, 'No subset c to tune on. Subsets: a, b'],
    ['diagnostics?policy=nonsense', 422, 'The request is not as its schema says'],
    ['curve?points=2', 422, 'The request is not as its schema says'],
  ] as const)('%s is refused', async ([path, status, message]) => {
    const refusal = await refusalOf(await call(`${await listedRun()}/${path}`))
    expect(refusal).toMatchObject({ status, message: expect.stringContaining(message) })
  })

  test.for(['diagnostics', 'curve'])('%s of no run is not found', async (path) => {
    const refusal = await refusalOf(await call(`/runs/run_0000000000000000/${path}`))
    expect(refusal).toMatchObject({ status: 404, code: 'not_found' })
  })
})
