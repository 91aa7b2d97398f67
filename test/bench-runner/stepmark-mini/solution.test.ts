import { expect, test } from 'vitest'
import { attemptsByStep, soundProblem } from '../../../bench-runner/stepmark-mini/attempt.ts'
import { auroc } from '../../../bench-runner/stepmark-mini/auroc.ts'
import { randomFrom } from '../../../bench-runner/stepmark-mini/draw.ts'
import { waysOf } from '../../../bench-runner/stepmark-mini/problem.ts'
import { TEMPLATES } from '../../../bench-runner/stepmark-mini/registry.ts'
import { solve } from '../../../bench-runner/stepmark-mini/solution.ts'
import { ERROR_KINDS } from '../../../bench-runner/stepmark-mini/template.ts'

const cases = TEMPLATES.map(
  ({ family, template }) => [`${family}/${template.id}`, template] as const,
)

test.for(cases)('%s reaches its closed-form answer every way', ([, template]) => {
  const random = randomFrom(7)
  for (let round = 0; round < 10; round++) {
    const problem = soundProblem(template, random, new Set())
    for (const way of waysOf(template))
      expect(solve(problem, { way, seed: random.seed() }).answer).toBe(problem.answer)
  }
})

test.for(cases)('%s is right up to the error and wrong at it', ([, template]) => {
  const random = randomFrom(8)
  const problem = soundProblem(template, random, new Set())
  for (const way of waysOf(template)) {
    const options = { way, seed: random.seed(), kinds: ERROR_KINDS, recovering: 0.5 }
    const attempts = attemptsByStep(problem, random, options).flat()
    expect(attempts.length).toBeGreaterThan(0)
    for (const { right, wrong, fault } of attempts) {
      expect(wrong.steps.slice(0, fault.step)).toEqual(right.steps.slice(0, fault.step))
      expect(wrong.steps[fault.step]).not.toBe(right.steps[fault.step])
    }
    const recovered = attempts.filter(({ fault }) => fault.recovers)
    expect(recovered.every(({ wrong }) => wrong.answer === problem.answer)).toBe(true)
  }
})

test('ranks ties as half a win', () => {
  // pairs (1,0) 1, (1,1) ½, (2,0) 1, (2,1) 1: 3.5 / 4
  expect(auroc([1, 2], [0, 1])).toBe(0.875)
  expect(auroc([1], [])).toBeUndefined()
})
