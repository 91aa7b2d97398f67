import { expect, test } from 'vitest'
import { adapterScorer } from '../../../bench-runner/backends/adapter-scorer.ts'
import { aspectProtocol } from '../../../bench-runner/backends/aspect-protocol.ts'
import type { TokenRequest } from '../../../bench-runner/backends/engine.ts'
import type { Judgement } from '../../../bench-runner/backends/step-scorer.ts'
import { fittedAdapter, standInEngine } from './stand-in-engine.ts'

const TRAJECTORY = { id: 'one', subset: 'all', problem: 'p', steps: ['a', 'b', 'c'] }

/** The probability of the good label at each mark of each step, and what a second pass says. */
const GOOD = [
  [0.75, 0.875],
  [0.25, 0.75],
  [0.5, 0.625],
]
const CONFIRMED = 0.375

async function judge(name: string) {
  const fitted = await fittedAdapter(name)
  const asked: string[] = []
  const logs = (good: number) => [Math.log(good), Math.log(1 - good)]
  const { engine } = standInEngine({
    tokensPerCall: 10_000,
    answer: ({ ids, positions }: TokenRequest) => {
      const text = fitted.tokenizer.decode(ids)
      asked.push(text)
      const [, current = ''] = /Current Step: (\w)/.exec(text) ?? []
      const good = positions.length === 1 ? [CONFIRMED] : GOOD[TRAJECTORY.steps.indexOf(current)]
      return { status: 'ok', rows: (good ?? []).map(logs) }
    },
  })
  const scorer = adapterScorer(aspectProtocol(fitted, engine), {
    backend: () => engine.describe(),
    adapter: undefined,
    limits: engine.limits,
    close: () => engine.close(),
  })
  const judged: Judgement[] = []
  for await (const one of scorer.score([TRAJECTORY], new AbortController().signal)) judged.push(one)
  const [only] = judged
  if (only?.status !== 'scored') throw new Error('not scored')
  return { line: only.line, asked }
}

const rounded = (values: readonly (number | null)[] = []) =>
  values.map((value) => Number((value ?? Number.NaN).toFixed(12)))

test('the worst kind of error is the score, and each is a channel', async () => {
  const { line, asked } = await judge('pathfinder-prm')
  expect(rounded(line.scores ?? [])).toEqual([0.75, 0.25, 0.5])
  expect(rounded(line.channels?.['math_error'])).toEqual([0.25, 0.75, 0.5])
  expect(rounded(line.channels?.['consistency_error'])).toEqual([0.125, 0.25, 0.375])
  expect(asked).toHaveLength(3)
})

test('a step without an error of either kind is asked for again', async () => {
  const { line, asked } = await judge('pathfinder-prm:confirmed')
  // The second step has an error of the first kind already.
  expect(rounded(line.scores ?? [])).toEqual([CONFIRMED, 0.25, CONFIRMED])
  expect(asked).toHaveLength(5)
  const again = asked.slice(3).toSorted()
  expect(again[0]).toContain('Step: a Math reasoning: <+>, Consistency: <+>, Correctness: <extra>')
  expect(again[1]).toContain(
    'a\n\nb\n\nCurrent Step: c Math reasoning: <+>, Consistency: <+>, Corr',
  )
})
