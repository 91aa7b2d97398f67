import { expect, test } from 'vitest'
import { readAnswers } from '../../../bench-runner/adapters/read-answers.ts'
import { readAdapter } from '../../../bench-runner/adapters/read-adapter.ts'
import { renderPrompt } from '../../../bench-runner/adapters/render-prompt.ts'
import { standInTexts } from './stand-in-texts.ts'

const FIRST = { fn: 'first_error', first: 1, none: 'none' } as const
const WORDS = { fn: 'step_words', good: 'right', bad: 'wrong' } as const

test('each text is a vote; the last box counts, and one that is no step is unreadable', () => {
  const text = [
    'First \\boxed{3}, no: \\boxed{2}',
    'All hold. \\boxed{none}',
    'It is \\boxed{\\text{1}}.',
    'Step 4: \\boxed{4}',
    'Step 0: \\boxed{0}',
    'I cannot say.',
    '\\boxed{ 3 }',
  ]
  expect(readAnswers(FIRST, text, 3)).toEqual({
    status: 'said',
    line: { verdicts: [1, -1, 0, null, null, null, 2], text },
  })
})

test('steps may be counted from 0', () => {
  const answer = { ...FIRST, first: 0, none: '-1' }
  const said = readAnswers(answer, ['\\boxed{0}', '\\boxed{-1}', '\\boxed{3}'], 3)
  expect(said).toMatchObject({ line: { verdicts: [0, -1, null] } })
})

test('each text is a draw of every step; one that leaves a step out is none', () => {
  const text = [
    '\\boxed{right} then \\boxed{wrong}',
    '\\boxed{right}',
    '\\boxed{right} \\boxed{5} \\boxed{right}',
  ]
  expect(readAnswers(WORDS, text, 2)).toEqual({
    status: 'said',
    line: {
      draws: [
        [1, 0],
        [1, 1],
      ],
      text,
    },
  })
  expect(readAnswers(WORDS, ['\\boxed{right}'], 2)).toMatchObject({ status: 'failed' })
})

test('a prompt holds the problem and every step, and no template beside', async () => {
  const chosen = await readAdapter('critic')
  if (chosen.status === 'failed' || chosen.adapter.needs !== 'generate') throw new Error()
  const solution = { problem: '{steps}?', steps: ['a {problem}', 'b'] }
  const [message] = renderPrompt(chosen.adapter, solution)
  expect(message?.role).toBe('user')
  expect(message?.content).toContain('Problem:\n{steps}?\n\nSolution:\n[1] a {problem}\n\n[2] b\n')
})

test('ThinkPRM’s answer is begun for it, and numbers of steps are not doubled', async () => {
  const chosen = await readAdapter('thinkprm', standInTexts)
  if (chosen.status === 'failed' || chosen.adapter.needs !== 'generate') throw new Error()
  const messages = renderPrompt(chosen.adapter, { problem: 'p', steps: ['Step 1: a', ' b'] })
  expect(messages[0]?.content).toContain(
    '[Solution]\n\nStep 1: a\nStep 2: b\n\nThe task of others.',
  )
  expect(messages[1]).toEqual({ role: 'assistant', content: "\nLet's verify step by step:" })
})
