import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Trajectory } from '#schema/item.ts'
import { compile } from '../../../bench-runner/adapters/compile.ts'
import { adapterScorer } from '../../../bench-runner/backends/adapter-scorer.ts'
import type { Judgement } from '../../../bench-runner/backends/step-scorer.ts'
import { tokenProtocol } from '../../../bench-runner/backends/token-protocol.ts'
import { fittedAdapter, type StandIn, standInEngine } from './stand-in-engine.ts'

/** Trajectories of two steps, of different lengths. */
function trajectories(count: number): readonly Trajectory[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `item-${index}`,
    subset: 'all',
    problem: 'p'.repeat(1 + ((index * 7) % 11)),
    steps: ['a', 'b'.repeat(1 + ((index * 5) % 13))],
  }))
}

async function scorerOf({ engine }: StandIn, name = 'qwen25-math-prm') {
  const fitted = await fittedAdapter(name)
  const scorer = adapterScorer(tokenProtocol(fitted, engine), {
    backend: () => engine.describe(),
    adapter: { id: name, version: '1' },
    limits: engine.limits,
    close: () => engine.close(),
  })
  return { fitted, scorer }
}

async function collect(judgements: AsyncIterable<Judgement>): Promise<readonly Judgement[]> {
  const all: Judgement[] = []
  for await (const judgement of judgements) all.push(judgement)
  return all
}

const idOf = (judgement: Judgement) =>
  judgement.status === 'failed' ? judgement.id : judgement.line.id

const NEVER = new AbortController().signal

test('reads the numbers at every step’s place into its score', async () => {
  const standIn = standInEngine()
  const { scorer, fitted } = await scorerOf(standIn)
  const [one] = trajectories(1)
  if (!one) throw new Error('no trajectory')
  const compiled = compile(fitted, one)
  if (compiled.status === 'refused') throw new Error(compiled.message)
  const { ids, positions } = compiled
  // Class 1 of [0, x]: 1 / (1 + e^-x)
  const scores = positions.map((at) => 1 / (1 + Math.exp(-((at + ids.length) % 7))))
  const judged = await collect(scorer.score([one], NEVER))
  expect(judged).toEqual([{ status: 'scored', line: { id: 'item-0', scores: expect.anything() } }])
  const [judgement] = judged
  if (judgement?.status !== 'scored') throw new Error('not scored')
  expect(judgement.line.scores?.[0]).toBeCloseTo(scores[0] ?? Number.NaN, 12)
  expect(judgement.line.scores?.[1]).toBeCloseTo(scores[1] ?? Number.NaN, 12)
  expect(scorer.tokens?.()).toBe(ids.length)
})

test('judges each one once, in calls within the limits', async () => {
  const tokensPerCall = 1500
  const standIn = standInEngine({
    tokensPerCall,
    requestsPerCall: 6,
    inFlight: 4000,
    wait: () => setTimeout(1),
  })
  const { scorer } = await scorerOf(standIn)
  const all = trajectories(100)
  const judged = await collect(scorer.score(all, NEVER))
  expect(judged.map(idOf).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
  expect(judged.every(({ status }) => status === 'scored')).toBe(true)
  expect(Math.max(...standIn.calls.map((call) => call.length))).toBe(6)
  expect(
    Math.max(...standIn.calls.map((call) => Math.max(...call) * call.length)),
  ).toBeLessThanOrEqual(tokensPerCall)
  expect(standIn.most()).toBeLessThanOrEqual(4000)
  expect(standIn.most()).toBeGreaterThan(tokensPerCall)
  const lengths = standIn.calls.flat()
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a))
})

test('asks in the same calls when it goes on, and leaves out those that are done', async () => {
  const whole = standInEngine({ tokensPerCall: 1500 })
  const all = trajectories(40)
  const judged = await collect((await scorerOf(whole)).scorer.score(all, NEVER))
  const half = new Set(judged.slice(0, 20).map(idOf))
  const rest = standInEngine({ tokensPerCall: 1500 })
  const { scorer } = await scorerOf(rest)
  expect(scorer.takesWholeRun).toBe(true)
  const again = await collect(scorer.score(all, NEVER, (id) => half.has(id)))
  expect(rest.calls.length).toBeLessThan(whole.calls.length)
  expect(whole.calls.slice(-rest.calls.length)).toEqual(rest.calls)
  const lines = new Map(judged.map((judgement) => [idOf(judgement), judgement]))
  for (const judgement of again) expect(judgement).toEqual(lines.get(idOf(judgement)))
  expect(again.map(idOf)).toEqual(
    expect.arrayContaining(all.map(({ id }) => id).filter((id) => !half.has(id))),
  )
})

test('draws no more trajectories than it has windows for', async () => {
  let drawn = 0
  const counted = function* () {
    for (const trajectory of trajectories(6000)) {
      drawn += 1
      yield trajectory
    }
  }
  const { scorer } = await scorerOf(standInEngine({ tokensPerCall: 100_000, requestsPerCall: 64 }))
  let judged = 0
  for await (const _ of scorer.score(counted(), NEVER)) {
    judged += 1
    // Two windows of 1024, and the one that is being drawn.
    expect(drawn - judged).toBeLessThanOrEqual(3 * 1024)
  }
  expect(judged).toBe(6000)
})

test('what cannot be fed, or is refused, fails with its reason and by itself', async () => {
  const odd = (index: number, changes: Partial<Trajectory>) => ({
    ...trajectories(4)[index],
    ...changes,
  })
  const all = [
    odd(0, { steps: ['a <extra_0>', 'b'] }),
    odd(1, { steps: ['a', 'b'.repeat(500)] }),
    odd(2, { steps: ['refuse'] }),
    odd(3, {}),
  ] as readonly Trajectory[]
  const { scorer } = await scorerOf(
    standInEngine({
      maxTokens: 400,
      answer: ({ positions }) =>
        positions.length === 1
          ? { status: 'failed', reason: 'Out of luck' }
          : { status: 'ok', rows: positions.map(() => [0, 1]) },
    }),
  )
  const judged = new Map((await collect(scorer.score(all, NEVER))).map((one) => [idOf(one), one]))
  expect(judged.get('item-0')).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/^marker_in_text: Step 1 holds "<extra_0>"/),
  })
  expect(judged.get('item-1')).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/^too_long: \d+ tokens, more than the 400 of the model/),
  })
  expect(judged.get('item-2')).toMatchObject({ status: 'failed', reason: 'Out of luck' })
  expect(judged.get('item-3')).toMatchObject({ status: 'scored' })
  expect(scorer.describe().truncation).toEqual({ policy: 'error', count: 1 })
})

test('a number that is none fails the trajectory, and is never written as a missing score', async () => {
  const answer = () => ({
    status: 'ok' as const,
    rows: [
      [0, 1],
      [0, Number.NaN],
    ],
  })
  const { scorer } = await scorerOf(standInEngine({ answer }))
  const [judged] = await collect(scorer.score(trajectories(1), NEVER))
  expect(judged).toMatchObject({ status: 'failed', reason: expect.stringContaining('step 2') })
})

test.for<[string, Parameters<typeof standInEngine>[0], string]>([
  ['a head of another width', { width: 3 }, '3 numbers at a place, the adapter reads 2'],
  [
    'an engine that throws',
    { wait: () => Promise.reject(new Error('The server went away')) },
    'The server went away',
  ],
])('ends at %s', async ([, options, message]) => {
  const { scorer } = await scorerOf(standInEngine(options))
  await expect(collect(scorer.score(trajectories(30), NEVER))).rejects.toThrow(message)
})

test('ends soon when the signal aborts, and asks nothing more', async () => {
  const abort = new AbortController()
  const standIn = standInEngine({
    tokensPerCall: 300,
    inFlight: 300,
    wait: async (call) => {
      if (call === 3) abort.abort()
      await setTimeout(1)
    },
  })
  const { scorer } = await scorerOf(standIn)
  await collect(scorer.score(trajectories(200), abort.signal))
  expect(standIn.calls.length).toBe(3)
})

test('reads channels at the places of the scores', async () => {
  const standIn = standInEngine({ width: 3 })
  const { scorer } = await scorerOf(standIn, 'reasoneval')
  const [judged] = await collect(scorer.score(trajectories(1), NEVER))
  if (judged?.status !== 'scored') throw new Error('not scored')
  const { scores = [], channels } = judged.line
  expect(channels?.['redundancy']).toHaveLength(2)
  // Of e^0, e^x, e^2x the last two are the score, the middle one redundancy.
  for (const [step, score] of scores.entries()) {
    const redundant = channels?.['redundancy']?.[step] ?? Number.NaN
    expect(redundant).toBeLessThan(score ?? Number.NaN)
    expect(redundant ** 2).toBeCloseTo((1 - (score ?? 0)) * ((score ?? 0) - redundant), 12)
  }
})

test('asks once for each step where the adapter wants a pass of its own', async () => {
  const standIn = standInEngine({ width: 1, tokensPerCall: 5000 })
  const { scorer } = await scorerOf(standIn, 'universal-prm')
  const judged = await collect(scorer.score(trajectories(3), NEVER))
  expect(standIn.calls.flat()).toHaveLength(6)
  for (const one of judged) {
    expect(one).toMatchObject({ line: { scores: [expect.any(Number), expect.any(Number)] } })
  }
})

test('reads labels as well as heads', async () => {
  const answer = () => ({
    status: 'ok' as const,
    rows: [
      [Math.log(0.3), Math.log(0.1)],
      [0, 0],
    ],
  })
  const { scorer } = await scorerOf(standInEngine({ answer }), 'math-shepherd')
  const [judged] = await collect(scorer.score(trajectories(1), NEVER))
  if (judged?.status !== 'scored') throw new Error('not scored')
  // 0.3 / (0.3 + 0.1)
  expect(judged.line.scores?.[0]).toBeCloseTo(0.75, 12)
  expect(judged.line.scores?.[1]).toBe(0.5)
})
