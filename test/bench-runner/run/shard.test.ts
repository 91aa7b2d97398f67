import { expect, test } from 'vitest'
import { readShard, shardOf } from '../../../bench-runner/run/shard.ts'

function auto(environment: Readonly<Record<string, string>>, count?: number) {
  const read = readShard('auto', { environment, count })
  return read.status === 'ok' ? read.shard : read.message
}

test('reads i/n, counted from 0', () => {
  expect(readShard('3/8', { environment: { RANK: '1', WORLD_SIZE: '2' } })).toEqual({
    status: 'ok',
    shard: { index: 3, count: 8 },
  })
  for (const text of ['8/8', '-1/8', '1', '1/0', '1/2/3', '1.5/2', '']) {
    expect(readShard(text, { environment: {} })).toMatchObject({ status: 'failed', code: 'usage' })
  }
})

test('knows the variables of schedulers', () => {
  expect(auto({ STEPMARK_SHARD_INDEX: '1', STEPMARK_SHARD_COUNT: '4' })).toEqual({
    index: 1,
    count: 4,
  })
  // --array=1-20: the first task is 1
  const slurm = { SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '20' }
  expect(auto({ ...slurm, SLURM_ARRAY_TASK_ID: '1' })).toEqual({ index: 0, count: 20 })
  expect(auto({ ...slurm, SLURM_ARRAY_TASK_ID: '20' })).toEqual({ index: 19, count: 20 })
  expect(auto({ JOB_COMPLETION_INDEX: '2' }, 3)).toEqual({ index: 2, count: 3 })
  expect(auto({ RANK: '0', WORLD_SIZE: '2' })).toEqual({ index: 0, count: 2 })
})

test('the first scheduler that says so holds', () => {
  const all = {
    STEPMARK_SHARD_INDEX: '1',
    STEPMARK_SHARD_COUNT: '2',
    SLURM_ARRAY_TASK_ID: '2',
    SLURM_ARRAY_TASK_COUNT: '3',
    JOB_COMPLETION_INDEX: '3',
    RANK: '4',
    WORLD_SIZE: '5',
  }
  expect(auto(all, 9)).toEqual({ index: 1, count: 2 })
  const { STEPMARK_SHARD_INDEX: _, ...rest } = all
  expect(auto(rest, 9)).toEqual({ index: 2, count: 3 })
  const { SLURM_ARRAY_TASK_ID: _slurm, ...last } = rest
  expect(auto(last, 9)).toEqual({ index: 3, count: 9 })
})

test('tells what is missing', () => {
  expect(auto({})).toContain('SLURM_ARRAY_TASK_ID')
  expect(auto({ JOB_COMPLETION_INDEX: '2' })).toBe(
    'JOB_COMPLETION_INDEX does not say of how many: add --shards N',
  )
  expect(auto({ JOB_COMPLETION_INDEX: '3' }, 3)).toBe('JOB_COMPLETION_INDEX 3 of 3 is no shard')
})

test('every problem is in one shard, and shards are about as large', () => {
  const problems = Array.from({ length: 4000 }, (_, index) => `problem-${index}`)
  const sizes = Array(8).fill(0)
  for (const problem of problems) sizes[shardOf(problem, 8)] += 1
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4000)
  // 500 each, with a standard deviation of about 21
  expect(Math.min(...sizes)).toBeGreaterThan(400)
  expect(Math.max(...sizes)).toBeLessThan(600)
})
