import { expect, test } from 'vitest'
import { MAX_ATTACHED_CHARACTERS, MAX_ATTACHMENTS } from '#schema/attachment.ts'
import { type ExpectedItem, predictionReader } from '#schema/prediction.ts'

const SOLUTION = { id: 'a', lengths: [1, 1] }
const POOL = { id: 'a', candidates: [1, 2] }
const PREFERENCE = { id: 'a', compared: [2, 1] }
const SCORES = {
  solution: { scores: [1, 1] },
  pool: { scores: [[1], [1, 1]] },
  preference: { chosen: 1, rejected: [0] },
}

function issues(line: object, item: ExpectedItem = SOLUTION) {
  const reader = predictionReader([item], {
    scoreKind: { kind: 'probability' },
    allowMissing: true,
  })
  reader.line(JSON.stringify({ id: 'a', ...line }))
  const read = reader.finish()
  return read.status === 'ok' ? [] : read.issues.map(({ field, message }) => [field, message])
}

test('a line may carry what a model read, wrote or called', () => {
  const attachments = [
    { kind: 'critique', step: 1, draw: 0, title: 'Why', text: 'Wrong *sign*.' },
    { kind: 'tool_call', json: { name: 'python', code: '1 + 1' } },
    { kind: 'tool_result', json: null },
    { kind: 'passage', url: 'https://example.org/page', unknown: 'ignored' },
    { kind: 'image', url: 'http://example.org/a.png' },
  ]
  expect(issues({ verdicts: [1], attachments })).toEqual([])
  const ofCandidate = [{ kind: 'rubric', candidate: 1, step: 0, text: 'Yes' }]
  expect(issues({ ...SCORES.pool, attachments: ofCandidate }, POOL)).toEqual([])
  expect(
    issues(
      { ...SCORES.preference, attachments: [{ kind: 'other', candidate: 0, step: 1, text: '' }] },
      PREFERENCE,
    ),
  ).toEqual([])
})

const note = { kind: 'critique', text: '' }
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

test.for([
  [{ kind: 'poem', text: '' }, 'attachments.0.kind', 'Invalid option'],
  [{ kind: 'critique' }, 'attachments.0', 'Give exactly one of text, json and url'],
  [{ ...note, json: {} }, 'attachments.0', 'Give exactly one of text, json and url'],
  [{ kind: 'image', text: 'x' }, 'attachments.0.url', 'Images are linked to'],
  [{ kind: 'passage', url: 'javascript:alert(1)' }, 'attachments.0.url', 'Write an http or https'],
  [{ kind: 'passage', url: 'data:text/html,x' }, 'attachments.0.url', 'Write an http or https'],
  [{ ...note, title: 'x'.repeat(201) }, 'attachments.0.title', 'Too big'],
  [{ kind: 'other', json: nested(21) }, 'attachments.0.json', 'nests at most 20 deep'],
  [{ ...note, step: 2 }, 'attachments.0.step', 'There are 2 steps, counted from 0'],
  [{ ...note, candidate: 0 }, 'attachments.0.candidate', 'A solution has no candidates'],
  [{ ...note, draw: 0 }, 'attachments.0.draw', 'There are 0 draws or votes'],
] as const)('refuses %o', ([attachment, field, message]) => {
  expect(issues({ ...SCORES.solution, attachments: [attachment] })).toContainEqual([
    field,
    expect.stringContaining(message),
  ])
})

test.for([
  [POOL, SCORES.pool, { ...note, candidate: 2 }, 'candidate', 'There are 2 candidates'],
  [POOL, SCORES.pool, { ...note, step: 0 }, 'candidate', 'Name the candidate whose step it is'],
  [POOL, SCORES.pool, { ...note, candidate: 0, step: 1 }, 'step', 'There are 1 steps'],
  [PREFERENCE, SCORES.preference, { ...note, candidate: 2 }, 'candidate', 'There are 2 candidates'],
] as const)('of %o with %o refuses %o', ([item, scores, attachment, field, message]) => {
  expect(issues({ ...scores, attachments: [attachment] }, item)).toEqual([
    [`attachments.0.${field}`, expect.stringContaining(message)],
  ])
})

test('a line carries so much and no more', () => {
  const many = (count: number) => Array.from({ length: count }, () => note)
  expect(issues({ ...SCORES.solution, attachments: many(MAX_ATTACHMENTS) })).toEqual([])
  expect(issues({ ...SCORES.solution, attachments: many(MAX_ATTACHMENTS + 1) })).toEqual([
    ['attachments', `More than ${MAX_ATTACHMENTS} attachments`],
  ])
  const frame = JSON.stringify([{ kind: 'critique', text: '' }]).length
  const long = (length: number) => [{ kind: 'critique', text: 'x'.repeat(length) }]
  const room = MAX_ATTACHED_CHARACTERS - frame
  expect(issues({ ...SCORES.solution, attachments: long(room) })).toEqual([])
  expect(issues({ ...SCORES.solution, attachments: long(room + 1) })).toEqual([
    ['attachments', expect.stringContaining(`more than ${MAX_ATTACHED_CHARACTERS} characters`)],
  ])
})
