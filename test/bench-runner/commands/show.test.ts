import { expect, test } from 'vitest'
import { plainText } from '../../../bench-runner/show/plain-text.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'
import { tinyPool } from '../tiny-pool.ts'

async function runOf(benchmark: string, args: readonly (readonly string[])[]): Promise<string> {
  const { stdout, stderr } = await stepmark([
    ['run', '-b', benchmark, '-q', '-o', temporaryFolder()],
    ...args,
  ])
  expect(stderr).toBe('')
  return stdout.trim()
}

function replayed(): Promise<string> {
  return runOf(tinyBenchmark(), [
    ['--backend', 'replay', '--model', 'lab/prm', '--kind', 'discriminative_prm'],
    ['--predictions', predictionsFile(TINY_PREDICTIONS)],
  ])
}

async function shown(folder: string, args: readonly string[] = []) {
  const { code, stdout, stderr } = await stepmark(['show', folder, ...args])
  return { code, stdout, stderr }
}

test('lists what became of every item, or of those of one outcome', async () => {
  const folder = await replayed()
  const all = JSON.parse((await shown(folder, ['--format', 'json'])).stdout)
  const hits = JSON.parse((await shown(folder, ['--outcome', 'hit', '--format', 'json'])).stdout)
  expect(all.policy).toBe('fixed:0.5')
  expect(hits.items.length).toBeGreaterThan(0)
  expect(hits.items).toEqual(
    all.items.filter((item: { outcome: string }) => item.outcome === 'hit'),
  )
  const { stdout } = await shown(folder)
  expect(stdout.split('\n')[0]).toContain(`${all.items.length} items under fixed:0.5: `)
})

test('shows the steps of one item with what they are, were given and were taken for', async () => {
  const folder = await replayed()
  const hits = JSON.parse((await shown(folder, ['--outcome', 'hit', '--format', 'json'])).stdout)
  const [{ id, decision }] = hits.items
  const view = JSON.parse((await shown(folder, ['-i', id, '--format', 'json'])).stdout)
  const [line] = TINY_PREDICTIONS.filter((one) => one.id === id)
  expect(view.steps.map(({ score }: { score: number }) => score)).toEqual(line?.scores)
  const [flagged, ...others] = view.steps.filter(({ judged }: { judged: string }) => judged !== '')
  expect(others).toEqual([])
  expect(flagged).toMatchObject({ step: decision.step, gold: 'wrong', judged: 'flagged' })
  const { code, stdout } = await shown(folder, ['-i', id])
  expect(code).toBe(0)
  expect(stdout).toContain(`${id} of `)
  expect(stdout).toMatch(/wrong, flagged/)
})

test('shows the candidates of a pool and which one is chosen', async () => {
  const folder = await runOf('best-of-n', [
    ['--data', tinyPool()],
    ['--backend', 'baseline', '--model', 'constant-good'],
  ])
  const list = JSON.parse((await shown(folder, ['--format', 'json'])).stdout)
  const [{ id, chosen }] = list.items
  const view = JSON.parse((await shown(folder, ['-i', id, '--format', 'json'])).stdout)
  expect(chosen).toBe(0)
  const taken = view.steps.filter(({ judged }: { judged: string }) => judged === 'chosen')
  expect(new Set(taken.map(({ solution }: { solution: number }) => solution))).toEqual(new Set([0]))
  expect((await shown(folder, ['-i', id])).stdout).toMatch(/Solution 0 \((right|wrong), chosen\)/)
})

test.each([
  [['-i', 'nowhere'], 'No item "nowhere" here'],
  [['-p', 'best_of:min'], 'best_of:min'],
])('refuses %j', async (args, message) => {
  const { code, stdout, stderr } = await shown(await replayed(), args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('keeps what would move a cursor or ring a bell out of the terminal', () => {
  expect(plainText('a\u001b[2Jb\u0007c\r\u009b31md\n\te')).toBe('abcd\n\te')
})
