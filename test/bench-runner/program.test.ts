import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { EXIT } from '../../bench-runner/exit-code.ts'
import { stepmark, temporaryFolder } from './stepmark.ts'
import { tinyBenchmark } from './tiny-benchmark.ts'

test('documents its exit codes', async () => {
  const { code, stdout } = await stepmark(['--help'])
  for (const number of Object.values(EXIT))
    expect(stdout).toMatch(new RegExp(`^ {2}${number} `, 'm'))
  expect(code).toBe(0)
})

test.for(['run', 'evaluate', 'validate', 'list', 'fetch'])(
  'helps with %s in 80 columns',
  async (command) => {
    const { stdout } = await stepmark([command, '--help'], { COLUMNS: '80' })
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(stdout).toContain('Exit codes:')
  },
)

test('names the commands there are, on stderr', async () => {
  const { code, stdout, stderr } = await stepmark(['evalute'])
  expect(stderr).toContain('Unknown command "evalute". Available: run, merge, evaluate, ')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect((await stepmark([])).code).toBe(2)
})

test('says its version', async () => {
  const { code, stdout } = await stepmark(['--version'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${manifest.version}\n` })
})

test('lists benchmarks as a table, as CSV and as JSON', async () => {
  const table = await stepmark(['list', 'benchmarks'])
  expect(table.stdout).toMatch(/^processbench-1000 +first_error/m)
  expect(Math.max(...table.stdout.split('\n').map((line) => line.length))).toBeLessThan(81)
  expect(table.stdout).toMatch(
    /stepmark-mini-steps +step_labels +redundancy circular … +Apache-2.0/,
  )
  const csv = await stepmark(['list', 'benchmarks', '--format', 'csv'])
  expect(csv.stdout.split('\n')[0]).toBe('id,kind,subsets,license')
  expect(csv.stdout).toContain('deception multi_solutions')
  const json = await stepmark(['list', 'backends', '--format', 'json'])
  expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ id: 'replay' }))
})

test('lists runs, or says that there are none', async () => {
  const root = temporaryFolder()
  const empty = await stepmark(['list', 'runs', '-o', root])
  expect(empty).toEqual({ code: 0, stdout: '', stderr: `There are no runs in ${root}\n` })
  const run = ['run', '-b', 'stepmark-mini', '--backend', 'baseline', '-q', '-o', root]
  await stepmark([...run, '--model', 'constant-good'])
  const { stdout } = await stepmark(['list', 'runs', '-o', root, '--format', 'json'])
  // constant-good passes everything: error accuracy 0, correct accuracy 1, F1 0
  expect(JSON.parse(stdout)).toMatchObject([
    {
      model: 'baseline/constant-good',
      benchmark: 'stepmark-mini',
      state: 'finished',
      headline: '0.0',
    },
  ])
})

test('ends with 4 when a benchmark cannot be downloaded', async () => {
  const cache = join(temporaryFolder(), 'cache')
  const { code, stdout, stderr } = await stepmark(['fetch', 'processbench'], {
    STEPMARK_CACHE: cache,
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
  })
  expect(stderr).toContain('Cannot download https://raw.githubusercontent.com/QwenLM/ProcessBench')
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(existsSync(join(cache, 'processbench'))).toBe(false)
})

test('verifies a local copy', async () => {
  const { code, stderr } = await stepmark(['fetch', tinyBenchmark()])
  expect(stderr).toContain('Tiny: 4 items, 2 wrong and 2 right solutions, 8 steps')
  expect(code).toBe(0)
})
