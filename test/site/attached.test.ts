import { expect, test } from 'vitest'
import type { Attachment } from '#schema/attachment.ts'
import {
  attachedAt,
  attachedSummary,
  attachmentWords,
  SHOWN_CHARACTERS,
  shownText,
} from '../../site/lib/attached.ts'

const at = (letter: string, attachment: Partial<Attachment>) => ({
  letter,
  attachment: { kind: 'critique' as const, text: 'x', ...attachment },
})
const ALL = [
  at('A', {}),
  at('A', { step: 0 }),
  at('B', { step: 0, kind: 'tool_call' }),
  at('B', { step: 0, candidate: 1 }),
  at('B', { candidate: 1 }),
]

test('each stands at its own place alone', () => {
  expect(attachedAt(ALL, {})).toEqual([ALL[0]])
  expect(attachedAt(ALL, { step: 0 })).toEqual([ALL[1], ALL[2]])
  expect(attachedAt(ALL, { step: 0, candidate: 1 })).toEqual([ALL[3]])
  expect(attachedAt(ALL, { candidate: 1 })).toEqual([ALL[4]])
  expect(attachedAt(ALL, { step: 1 })).toEqual([])
})

test('says what there is, and of whom', () => {
  expect(attachedSummary(ALL.slice(1, 3))).toBe('2 attachments by A, B: critique, tool call')
  expect(
    attachmentWords({ kind: 'tool_result', title: 'python', step: 3, draw: 1, text: '' }),
  ).toBe('tool result, python, step 3, draw 1')
})

test('shows the beginning of what is long, and JSON in lines', () => {
  expect(shownText({ json: { a: [1] } }).text).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(shownText({ json: null })).toEqual({ text: 'null', isCut: false })
  const long = 'x'.repeat(SHOWN_CHARACTERS)
  expect(shownText({ text: long })).toEqual({ text: long, isCut: false })
  expect(shownText({ text: `${long}y` })).toEqual({ text: long, isCut: true })
})
