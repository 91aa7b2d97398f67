import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { linesFile, TINY_LINES, tinyPreference } from '../tiny-preference.ts'

const replay = ['--backend', 'replay', '--model', 'lab/prm', '--kind', 'discriminative_prm']

test('evaluate tells MRR, strict, pairwise and task accuracy, with intervals', async () => {
  const args = ['evaluate', '-b', tinyPreference(), '--predictions', linesFile()]
  const { code, stdout } = await stepmark([args, '--format', 'json', '--diagnostics'])
  expect(code).toBe(0)
  const report = JSON.parse(stdout)
  expect(report.coverage).toEqual({
    items: { expected: 3, scored: 3 },
    steps: { expected: 9, scored: 7 },
  })
  const values = report.results.map((result: Record<string, unknown>) => [
    result['subset'],
    result['metric'],
    result['value'],
    result['k'],
    result['n'],
  ])
  expect(values).toEqual([
    // 1 and 1/2; strict 1 of 2; pairs 2 of 2 and 0 of 1; the one task is not all right
    ['web', 'mrr', 3 / 4, undefined, 2],
    ['web', 'strict_accuracy', 1 / 2, 1, 2],
    ['web', 'pairwise_accuracy', 2 / 3, 2, 3],
    ['web', 'task_accuracy', 0, 0, 1],
    // second: 1/2; pairs 2 of 3
    ['arena', 'mrr', 1 / 2, undefined, 1],
    ['arena', 'strict_accuracy', 0, 0, 1],
    ['arena', 'pairwise_accuracy', 2 / 3, 2, 3],
    ['arena', 'task_accuracy', 0, 0, 1],
    ['average', 'mrr', 5 / 8, undefined, 3],
    ['average', 'strict_accuracy', 1 / 4, undefined, 3],
    ['average', 'pairwise_accuracy', 2 / 3, undefined, 6],
    ['average', 'task_accuracy', 0, undefined, 2],
  ])
  expect(report.diagnostics).toMatchObject([
    {
      kind: 'preference',
      policy: 'rank',
      outcomes: { chosen_first: 1, tied_first: 1, outranked: 1 },
      slices: { rejected: [{ rejected: 1 }, { rejected: 2 }, { rejected: 3 }] },
    },
  ])
})

test('evaluate counts a missing item as last and warns; a wrong length is an error', async () => {
  const args = ['evaluate', '-b', tinyPreference(), '--format', 'csv', '--predictions']
  const partial = await stepmark([args, linesFile(TINY_LINES.slice(0, 2))])
  expect(partial.stderr).toContain('1 of 3 items have no prediction; each counts as wrong')
  // Last of four: 1/4
  expect(partial.stdout).toContain('rank,arena,mrr,ok,0.25')
  const wrong = await stepmark([args, linesFile([{ id: 'item-1', chosen: 1, rejected: [] }])])
  expect(wrong.code).toBe(1)
  expect(wrong.stderr).toContain('0 scores for 1 rejected ones')
})

test('evaluate takes no other policy and no transform', async () => {
  const args = ['evaluate', '-b', tinyPreference(), '--predictions', linesFile()]
  for (const extra of [
    ['--policy', 'fixed:0.5'],
    ['--transform', 'sigmoid'],
  ]) {
    const { code, stderr } = await stepmark([args, extra])
    expect(code).toBe(2)
    expect(stderr).toContain('Available: rank')
  }
})

test('tables fit 80 columns', async () => {
  const args = ['evaluate', '-b', tinyPreference(), '--predictions', linesFile()]
  const { stdout } = await stepmark([args, '--diagnostics'])
  expect(stdout).toContain('A tie counts against the chosen one.')
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
})

test('a replayed run keeps the lines as they are, and validates', async () => {
  const lines = TINY_LINES.map((line) => ({
    ...line,
    attachments: [{ kind: 'critique', text: 'Hm.' }],
  }))
  const benchmark = tinyPreference()
  const run = await stepmark([
    ['run', '-b', benchmark, ...replay, '-q', '--predictions', linesFile(lines)],
    ['-o', temporaryFolder()],
  ])
  expect(run.stderr).toBe('')
  const folder = run.stdout.trim()
  const written = readFileSync(join(folder, 'predictions/web.jsonl'), 'utf8')
  expect(
    written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(lines.slice(0, 2))
  expect(await stepmark(['validate', folder])).toMatchObject({ code: 0 })
})

async function baselineRun(model: string) {
  const { code, stdout } = await stepmark([
    ['run', '-b', tinyPreference(), '--backend', 'baseline', '--model', model, '-q'],
    ['-o', temporaryFolder()],
  ])
  expect(code).toBe(0)
  const text = readFileSync(join(stdout.trim(), 'predictions/web.jsonl'), 'utf8')
  const metrics = JSON.parse(readFileSync(join(stdout.trim(), 'metrics.json'), 'utf8'))
  return { first: JSON.parse(text.split('\n')[0] ?? ''), results: metrics.results }
}

test('the constant baseline ties everywhere', async () => {
  const { first, results } = await baselineRun('constant-good')
  expect(first).toEqual({ id: 'item-0', chosen: 1, rejected: [1, 1] })
  // web: 1/3 and 1/2; arena: 1/4
  const average = { metric: 'mrr', subset: 'average', value: expect.closeTo(1 / 3, 12) }
  expect(results).toContainEqual(expect.objectContaining(average))
})

test('the length baseline takes the lowest step score of each, whatever order they are seen in', async () => {
  const { first } = await baselineRun('length')
  // 200 / (200 + length), so the longest step
  expect(first).toEqual({
    id: 'item-0',
    chosen: 200 / (200 + 'It is there.'.length),
    rejected: [200 / (200 + 'close()'.length), 200 / (200 + 'click(bread)'.length)],
  })
})

test('the random baseline gives every one a score of its own', async () => {
  const { first } = await baselineRun('random')
  expect(new Set([first.chosen, ...first.rejected]).size).toBe(3)
})

test('compare tells who is better and on which items', async () => {
  const other = TINY_LINES.map(({ id, rejected }) => ({ id, chosen: 1, rejected }))
  const args = ['compare', linesFile(), linesFile(other), '-b', tinyPreference()]
  const { code, stdout } = await stepmark([args, '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    policy: 'rank',
    decisions: {
      flips: [
        { subset: 'web', item: 'item-1', right: 'b' },
        { subset: 'arena', item: 'item-2', right: 'b' },
      ],
    },
  })
})
