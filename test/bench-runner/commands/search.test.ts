import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { standInServer } from '../http/stand-in-server.ts'
import { tinyAdapter } from '../backends/tiny-adapter.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'

const PROBLEMS = [
  { id: 'p-1', problem: 'What is 1 + 2?', answer: '3' },
  { id: 'p-2', problem: 'What is 2 + 2?', answer: '4' },
]
const Pool = z.object({
  candidates: z.array(z.object({ steps: z.array(z.string()), answer: z.string() })),
})
const Predicted = z.object({
  scores: z.array(z.array(z.number())),
  attachments: z.array(
    z.object({
      kind: z.literal('search_trace'),
      candidate: z.int(),
      json: z.object({
        finished: z.boolean(),
        chosenFrom: z.array(z.array(z.number())),
        cost: z.object({ policyTokens: z.int(), policyCalls: z.int(), judgeTokens: z.int() }),
      }),
    }),
  ),
})

function readLines<Form>(path: string, form: z.ZodType<Form>): Form[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => form.parse(JSON.parse(line)))
}

test.for<[string, number, number, (from: number) => number]>([
  // One solution of the best of three at each step.
  ['greedy', 1, 1 + 3, () => 3],
  // The two best of six at each step.
  ['beam', 2, 1 + 2 * 3, () => 6],
  // Each of two solutions of the best of its own three.
  ['dvts', 2, 1 + 2 * 3, () => 3],
])('%s keeps the steps that the judge scores highest', async ([strategy, beams, calls, from]) => {
  const policy = await standInServer('tiny-label-rows')
  onTestFinished(() => policy.close())
  const output = temporaryFolder()
  const problems = join(output, 'problems.jsonl')
  writeFileSync(problems, PROBLEMS.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const judge = ['--backend', 'onnx', '--model-dir', 'test/models/tiny-class-head', '-m', 'a/judge']
  const { code, stderr } = await stepmark([
    ['search', '--problems', problems, '--policy-url', policy.url, '-o', output],
    ['--policy-model', 'stepmark/tiny-label-rows', ...judge, '--adapter', tinyAdapter()],
    ['--strategy', strategy, '--beams', '2', '--width', '3'],
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '1 of 2\n2 of 2\n' })
  const pool = readLines(join(output, 'candidates.jsonl'), Pool)
  const predicted = readLines(join(output, 'predictions.jsonl'), Predicted)
  for (const [index, { candidates }] of pool.entries()) {
    const { scores = [], attachments = [] } = predicted[index] ?? {}
    expect(candidates).toHaveLength(beams)
    for (const [candidate, { steps, answer }] of candidates.entries()) {
      expect(steps).toHaveLength(4)
      expect(answer).toMatch(/^\d$/)
      expect(scores[candidate]).toHaveLength(4)
      const { json } = attachments[candidate] ?? {}
      expect(json).toMatchObject({ finished: true, cost: { policyCalls: calls } })
      // Engines round otherwise in other company, and a step is judged again with those after it.
      expect(json?.chosenFrom.map(([own]) => own)).toEqual(
        scores[candidate]?.map((score): unknown => expect.closeTo(score, 5)),
      )
      for (const [step, [own = 0, ...others]] of (json?.chosenFrom ?? []).entries()) {
        expect(others).toHaveLength(from(step) - 1)
        // As many as are kept may stand above it.
        expect(others.filter((other) => other > own).length).toBeLessThan(
          strategy === 'beam' ? 2 : 1,
        )
      }
    }
  }
  const evaluated = await stepmark([
    ['evaluate', '-b', 'best-of-n', '--data', output, '--format', 'json'],
    ['--predictions', join(output, 'predictions.jsonl')],
  ])
  expect(evaluated.code).toBe(0)
})
