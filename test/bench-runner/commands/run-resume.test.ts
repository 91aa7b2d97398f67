import { appendFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { seededRandom } from '#schema/random.ts'
import { itemOf } from '../../../bench-runner/run/trajectories.ts'
import { finished, start, stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'

const Line = z.object({ id: z.string() })

test.for([
  ['stepmark-mini', 460],
  ['stepmark-mini-pool', 60],
] as const)(
  '%s, killed at random moments and run again, gives the same predictions with nothing scored twice',
  { timeout: 120_000 },
  async ([benchmark, items]) => {
    const random = seededRandom(8)
    const root = temporaryFolder()
    for (const kill of [1, 2, 3, 4]) {
      const before = written(root)
      const goal = before.length + 1 + Math.floor((random() * items) / 6)
      const { child, end } = startSlowRun(root, benchmark)
      while (written(root).length < goal) await setTimeout(2)
      await setTimeout(random() * 10)
      child.kill('SIGKILL')
      await end
      const asked = askedItems(root)
      expect(asked).toHaveLength(kill)
      expect(asked.at(-1)).toHaveLength(items - before.length)
      expect(before.filter((id) => asked.at(-1)?.includes(id))).toEqual([])
      // What a crash of the machine may leave of a line.
      const [torn = ''] = globSync('*/*/predictions/*.jsonl', { cwd: root })
      if (kill % 2 === 0) appendFileSync(join(root, torn), '{"id":"easy-1","sco')
    }
    const left = written(root)
    expect(left.length).toBeLessThan(items)
    const args = ['run', '-b', benchmark, '--backend', 'baseline', '--model', 'random']
    const resumed = await stepmark([...args, '-o', root])
    expect(resumed.stdout.trim()).toBe(folderIn(root))
    expect(resumed.stderr).toContain(`Resuming ${folderIn(root)}`)

    const whole = await stepmark([...args, '-q', '-o', temporaryFolder()])
    const files = globSync('predictions/*.jsonl', { cwd: whole.stdout.trim() })
    expect(files).toHaveLength(benchmark === 'stepmark-mini' ? 3 : 1)
    for (const path of files) {
      expect(readFileSync(join(folderIn(root), path))).toEqual(
        readFileSync(join(whole.stdout.trim(), path)),
      )
    }
    expect((await stepmark(['validate', folderIn(root)])).code).toBe(0)
  },
)

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('at %s ends with %i, says how to go on, and does', async ([signal, expected]) => {
  const root = temporaryFolder()
  const { child, end } = startSlowRun(root, 'stepmark-mini')
  while (written(root).length < 20) await setTimeout(2)
  child.kill(signal)
  const { code, stdout, stderr } = await end
  const folder = folderIn(root)
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
  expect(stderr).toContain(`npx stepmark run --resume ${folder}`)
  expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')).backend).toBe('baseline')
  expect(existsSync(join(folder, 'files.json'))).toBe(false)
  const resumed = await stepmark(['run', '--resume', folder])
  expect(resumed.stdout).toBe(`${folder}\n`)
  expect(resumed.code).toBe(0)
  expect((await stepmark(['validate', folder])).code).toBe(0)
})

test.for([
  ['revision', '0'.repeat(64)],
  ['predictions', '0'.repeat(64)],
  ['backendVersion', '0'],
] as const)('names %s that differs from when the run began', async ([field, value]) => {
  const folder = await tinyRun()
  const path = join(folder, 'config.json')
  const config = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...config, [field]: value }))
  const { code, stderr } = await stepmark(['run', '--resume', folder])
  expect(stderr).toContain('begun with another configuration; start a new run')
  expect(stderr).toContain(`  ${field}: begun with ${value}; it is ${config[field]} now`)
  expect(code).toBe(1)
})

test.for([
  ['--benchmark', 'stepmark-mini'],
  ['--backend', 'baseline'],
  ['--model', 'random'],
  ['--seed', '7'],
  ['--score-kind', 'unbounded'],
  ['--cut', '0.4'],
  ['--limit', '1'],
  ['--params', '7B'],
  ['--output', 'elsewhere'],
] as const)('takes no %s of its own for a run that it goes on with', async (option) => {
  const { code, stderr } = await stepmark(['run', '--resume', 'somewhere', ...option])
  expect(stderr).toContain("'--resume <dir>' cannot be used with option")
  expect(stderr).toContain(option[0])
  expect(code).toBe(2)
})

test('begins a run of its own when anything asked for differs', async () => {
  const root = temporaryFolder()
  const { child, end } = startSlowRun(root, 'stepmark-mini')
  while (written(root).length < 20) await setTimeout(2)
  child.kill('SIGKILL')
  await end
  const first = folderIn(root)
  const args = ['run', '-b', 'stepmark-mini', '--backend', 'baseline', '--model', 'random', '-q']
  const other = await stepmark([...args, '--seed', '1', '-o', root])
  expect(other.stdout.trim()).not.toBe(first)
  expect(other.stderr).not.toContain('Resuming')
})

async function tinyRun(): Promise<string> {
  const { stdout } = await stepmark([
    ['run', '-b', tinyBenchmark(), '--backend', 'replay', '--model', 'lab/prm', '-q'],
    ['--kind', 'discriminative_prm', '--predictions', predictionsFile(TINY_PREDICTIONS)],
    ['-o', temporaryFolder()],
  ])
  return stdout.trim()
}

function startSlowRun(root: string, benchmark: string) {
  const child = start(['test/bench-runner/slow-run.ts', root, benchmark])
  return { child, end: finished(child) }
}

/** The first run folder under a root. */
function folderIn(root: string): string {
  return join(root, globSync('*/*', { cwd: root }).sort()[0] ?? '')
}

/** The items that have a whole line in the runs under a root. */
function written(root: string): readonly string[] {
  const files = globSync('*/*/predictions/*.jsonl', { cwd: root })
  return files
    .flatMap((path) => readFileSync(join(root, path), 'utf8').split('\n').slice(0, -1))
    .map((line) => Line.parse(JSON.parse(line)).id)
}

/** The items whose trajectories each start of the slow run was asked to score. */
function askedItems(root: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(root, 'asked.jsonl'), 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => {
    const trajectories = z.array(z.string()).parse(JSON.parse(line))
    return [...new Set(trajectories.map(itemOf))]
  })
}
