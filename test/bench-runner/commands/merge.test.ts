import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stepmark, temporaryFolder } from '../stepmark.ts'

const RUN = ['run', '-b', 'stepmark-mini', '--backend', 'baseline', '-q']

async function folderOf(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await stepmark([...RUN, '-o', temporaryFolder(), ...args], env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.trim()
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

function merge(folders: readonly string[]) {
  return stepmark(['merge', ...folders, '-q', '-o', temporaryFolder()])
}

test('shards put together are the single run, whatever scheduler named them', async () => {
  const random = ['--model', 'random', '--seed', '7']
  const auto = [...random, '--shard', 'auto']
  const [single, ...shards] = await Promise.all([
    folderOf(random),
    folderOf([...random, '--shard', '2/3']),
    folderOf(auto, {
      SLURM_ARRAY_TASK_ID: '1',
      SLURM_ARRAY_TASK_MIN: '1',
      SLURM_ARRAY_TASK_COUNT: '3',
    }),
    folderOf([...auto, '--shards', '3'], { JOB_COMPLETION_INDEX: '1' }),
  ])
  const { code, stdout, stderr } = await merge(shards)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const merged = stdout.trim()
  const paths = Object.keys(JSON.parse(read(single, 'files.json')).files)
  const predictions = paths.filter((path) => path.startsWith('predictions/'))
  expect(predictions.length).toBeGreaterThan(0)
  for (const path of predictions) expect(read(merged, path)).toBe(read(single, path))
  expect(read(merged, 'metrics.json')).toBe(read(single, 'metrics.json'))
  expect(JSON.parse(read(merged, 'config.json'))).toEqual(JSON.parse(read(single, 'config.json')))
  const manifest = JSON.parse(read(merged, 'run.json'))
  const { cost: _, ...expected } = JSON.parse(read(single, 'run.json'))
  expect(manifest).toEqual({ ...expected, cost: { seconds: expect.any(Number) } })
  expect((await stepmark(['validate', merged])).code).toBe(0)
})

test('a shard alone cannot be published', async () => {
  const folder = await folderOf(['--model', 'length', '--shard', '0/2'])
  const { code, stderr, stdout } = await stepmark(['validate', folder])
  expect(code).not.toBe(0)
  expect(stderr + stdout).toContain('Only shard 0/2 was scored; put all 2 together')
})

test('refuses gaps, duplicates, mixed configurations and what is no shard', async () => {
  const length = ['--model', 'length']
  const [first, second, again, other, seeded, third, whole] = await Promise.all([
    folderOf([...length, '--shard', '0/2']),
    folderOf([...length, '--shard', '1/2']),
    folderOf([...length, '--shard', '1/2']),
    folderOf(['--model', 'calculator', '--shard', '1/2']),
    folderOf([...length, '--seed', '3', '--shard', '1/2']),
    folderOf([...length, '--shard', '1/3']),
    folderOf(length),
  ])
  const refusals = await Promise.all(
    [
      [first],
      [first, second, again],
      [first, other],
      [first, seeded],
      [first, third],
      [first, whole],
    ].map(merge),
  )
  expect(refusals.map(({ code, stdout }) => [code, stdout])).toEqual(Array(6).fill([1, '']))
  const [gap, duplicate, mixed, seed, counts, none] = refusals.map(({ stderr }) => stderr)
  expect(gap).toContain('shard: 1/2 is missing')
  expect(duplicate).toContain(`shard: 1/2 comes 2 times: ${second}, ${again}`)
  expect(mixed).toMatch(/model: .*baseline\/calculator.*baseline\/length/)
  expect(seed).toContain(`${seeded}: seed: 3, but 0 in ${first}`)
  expect(counts).toContain('shards: 3, but 2')
  expect(none).toContain(`${whole} is no shard: it was run without --shard`)
})

test('refuses a shard whose file was changed', async () => {
  const [first, second] = await Promise.all([
    folderOf(['--model', 'length', '--shard', '0/2']),
    folderOf(['--model', 'length', '--shard', '1/2']),
  ])
  appendFileSync(join(second, 'config.json'), '\n')
  const { code, stderr } = await merge([first, second])
  expect(code).toBe(1)
  expect(stderr).toContain('config.json: Changed')
})
