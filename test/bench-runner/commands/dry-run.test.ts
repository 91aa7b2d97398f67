import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tinyAdapter } from '../backends/tiny-adapter.ts'
import { TINY_ADAPTERS } from '../http/tiny-run.ts'
import { standInServer } from '../http/stand-in-server.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'

const FOLDER = 'test/models/tiny-class-head'

function dryRun(args: readonly string[], root = temporaryFolder()) {
  return stepmark([
    ['run', '-b', 'stepmark-mini', '--dry-run', '-m', 'stepmark/tiny-class-head', '-o', root],
    ['--adapter', tinyAdapter(), ...args],
  ])
}

test('counts what would be fed, names what is too long, and contacts nobody', async () => {
  const root = join(temporaryFolder(), 'runs')
  const local = ['--backend', 'onnx', '--model-dir', FOLDER, '--format', 'json']
  const { code, stdout, stderr } = await dryRun(local, root)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const found = JSON.parse(stdout)
  expect(found).toMatchObject({ benchmark: 'stepmark-mini', trajectories: found.items })
  expect(found.adapterHash).toMatch(/^[0-9a-f]{64}$/)
  expect(found.longest).toBeLessThanOrEqual(512)
  expect(found.answers + found.refused.too_long).toBe(found.trajectories)
  expect(found.refusedItems.length).toBe(Math.min(20, found.refused.too_long))
  expect(existsSync(root)).toBe(false)

  const far = ['--backend', 'vllm', '--tokenizer', FOLDER, '--base-url', 'http://127.0.0.1:9']
  const parts = await Promise.all(
    ['0/2', '1/2'].map((shard) => dryRun([...far, '--shard', shard, '--format', 'json'])),
  )
  const items = parts.map(({ stdout: text }): number => JSON.parse(text).items)
  expect(items.reduce((sum, count) => sum + count, 0)).toBe(found.items)
})

test('doctor says what servers are for and whether an adapter fits, and fails at what is bad', async () => {
  const server = await standInServer(TINY_ADAPTERS.classes.model)
  onTestFinished(() => server.close())
  const args = ['doctor', '-o', temporaryFolder(), '--format', 'json', '--base-url', server.url]
  const good = await stepmark([...args, '-a', 'critic'])
  expect(good.code).toBe(0)
  const findings = JSON.parse(good.stdout)
  expect(findings).toContainEqual({
    what: server.url,
    state: 'good',
    found: expect.stringContaining('http'),
  })
  const bad = await stepmark([
    [...args, '--base-url', 'http://127.0.0.1:9'],
    ['-a', 'qwen25-math-prm', '-t', FOLDER],
  ])
  expect(bad.code).toBe(1)
  expect(JSON.parse(bad.stdout)).toEqual(
    expect.arrayContaining([
      { what: 'http://127.0.0.1:9', state: 'bad', found: 'no answer' },
      {
        what: 'adapter qwen25-math-prm',
        state: 'bad',
        found: expect.stringContaining('other_tokenizer'),
      },
    ]),
  )
})
