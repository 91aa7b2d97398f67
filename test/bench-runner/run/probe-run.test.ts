import { expect, test } from 'vitest'
import type { Trajectory } from '#schema/item.ts'
import type { StepScorer } from '../../../bench-runner/backends/step-scorer.ts'
import { probeRun } from '../../../bench-runner/run/probe-run.ts'

const NEVER = new AbortController().signal
const IDS = ['a', 'b', 'c', 'd', 'e']
const ITEMS = IDS.map((id) => ({
  id,
  trajectories: [{ id, subset: 'all', problem: 'p', steps: ['x', 'y'] }],
}))
const LINES = new Map(IDS.map((id) => [id, JSON.stringify({ id, scores: [0.9, 0.5] })]))

/** Scores that are off by so much in the company of others. */
function drifting(drift: number, passes: string[][] = []): StepScorer {
  return {
    predictions: 'scores',
    describe: () => ({ backend: { kind: 'formula', version: '1' } }),
    async *score(trajectories) {
      const all: Trajectory[] = []
      for await (const trajectory of trajectories) all.push(trajectory)
      passes.push(all.map(({ id }) => id))
      const off = all.length > 1 ? drift : 0
      for (const { id } of all) yield { status: 'scored', line: { id, scores: [0.9, 0.5 - off] } }
    },
  }
}

function probe(scorer: StepScorer, count: number) {
  return probeRun(scorer, {
    items: ITEMS,
    lines: LINES,
    count,
    seed: 0,
    scoreKind: { kind: 'probability' },
    signal: NEVER,
  })
}

test('scores each alone and then all in another order', async () => {
  const passes: string[][] = []
  const found = await probe(drifting(0, passes), 3)
  expect(found).toEqual({ items: 3, maxDrift: 0, flips: 0 })
  expect(passes.map(({ length }) => length)).toEqual([1, 1, 1, 3])
  expect(passes[3]?.toSorted()).toEqual(passes.slice(0, 3).flat().toSorted())
})

test('tells the largest drift and how many decisions flipped', async () => {
  // 0.5 is no error at a cut of 0.5; 0.5 - 0.01 is one.
  const found = await probe(drifting(0.01), 10)
  expect(found).toEqual({ items: 5, maxDrift: expect.closeTo(0.01, 12), flips: 5 })
})

test('leaves out what the run has no scores of', async () => {
  const failed = new Map([...LINES, ['a', '{"id":"a","scores":[null,null],"error":"x"}'] as const])
  const found = await probeRun(drifting(0), {
    items: ITEMS,
    lines: failed,
    count: 10,
    seed: 0,
    scoreKind: { kind: 'unbounded' },
    signal: NEVER,
  })
  expect(found).toEqual({ items: 4, maxDrift: 0, flips: 0 })
})
