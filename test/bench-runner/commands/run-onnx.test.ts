import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { writeToyModel } from '../../../bench/toy-model.ts'
import { tinyAdapter } from '../backends/tiny-adapter.ts'
import { finished, start, stepmark, temporaryFolder } from '../stepmark.ts'

/** Digits alone keep trajectories short. */
const DIGITS = { steps: { replace: [{ pattern: '[^0-9]+', flags: 'g', with: '' }] } }

const DATA = '../shared/data/processbench-1000'

/** A decoder small enough to score a thousand trajectories in seconds, and its folder. */
let toy = ''
beforeAll(() => {
  toy = mkdtempSync(join(tmpdir(), 'stepmark-toy-'))
  writeToyModel(toy, { hidden: 16, layers: 1, heads: 1, width: 2 })
  return () => rmSync(toy, { recursive: true, force: true })
})

function onnxRun(adapter: string, root: string, modelDir = toy) {
  const model = ['--model', 'stepmark/toy', '--model-dir', modelDir, '--device', 'wasm']
  return ['run', '--backend', 'onnx', '--adapter', adapter, ...model, '-o', root]
}

function readJson(folder: string, path: string) {
  return JSON.parse(readFileSync(join(folder, path), 'utf8'))
}

test('scores a benchmark with an exported model, and writes down how', async () => {
  const adapter = tinyAdapter(DIGITS)
  const args = onnxRun(adapter, temporaryFolder())
  const { code, stdout, stderr } = await stepmark([...args, '-b', 'stepmark-mini', '-q'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const folder = stdout.trim()
  const sha256: unknown = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(readJson(folder, 'run.json')).toMatchObject({
    model: { id: 'stepmark/toy', kind: 'discriminative_prm' },
    adapter: { id: 'tiny', version: '1', hash: sha256 },
    backend: {
      kind: 'onnx',
      version: expect.stringMatching(/^onnxruntime-web \d/),
      dtype: 'float32',
      device: 'wasm',
    },
    scoreKind: { kind: 'probability' },
    cost: { tokens: expect.any(Number), seconds: expect.any(Number) },
    truncation: { policy: 'error', count: 0 },
    partial: false,
  })
  const config = readJson(folder, 'config.json')
  expect(config).toMatchObject({ adapter, adapterHash: sha256, weights: sha256 })
  expect(config.engine).toEqual({ modelDir: toy, device: 'wasm' })
  expect((await stepmark(['validate', folder])).code).toBe(0)
})

test('what the adapter says of the scores becomes the kind and the cut of the run', async () => {
  const read = { fn: 'class_difference', classes: 2, good: 1, bad: 0 }
  const at = { anchor: 'token', token: '<extra_0>' }
  const adapter = tinyAdapter({ score: { at, read }, threshold: -0.25 })
  const args = onnxRun(adapter, temporaryFolder())
  const { stdout } = await stepmark([...args, '-b', 'stepmark-mini', '-q', '--limit', '20'])
  const { scoreKind } = readJson(stdout.trim(), 'run.json')
  expect(scoreKind).toEqual({ kind: 'bounded', range: [-1, 1], cut: -0.25 })
  const other = await stepmark([...args, '-b', 'stepmark-mini', '--score-kind', 'probability'])
  expect(other.stderr).toContain('are bounded:-1,1, not probability; leave --score-kind out')
  expect(other.code).toBe(2)
})

test('another adapter or other weights make another run', async () => {
  const root = temporaryFolder()
  const other = temporaryFolder()
  writeToyModel(other, { hidden: 16, layers: 1, heads: 1, width: 2 }, 2)
  const numbered = tinyAdapter({
    render: { mode: 'raw', bos: 'none', before: '{problem}\n', step: '{number} {step}<extra_0>' },
  })
  const runs = await Promise.all(
    [
      onnxRun(tinyAdapter(), root),
      onnxRun(numbered, root),
      onnxRun(tinyAdapter(), root, other),
    ].map((args) => stepmark([...args, '-b', 'stepmark-mini', '-q', '--limit', '5'])),
  )
  const hashes = runs.map(({ stdout }) => stdout.trim().slice(-8))
  expect(new Set(hashes).size).toBe(3)
})

test.for<[string, readonly string[], string]>([
  ['no adapter', ['--model-dir', 'x'], 'onnx needs --adapter ID'],
  ['no folder', ['-a', 'qwen25-math-prm'], 'Give the model’s tokenizer: --tokenizer DIR'],
  [
    'the tokenizer of another model',
    ['-a', 'qwen25-math-prm', '--model-dir', 'test/models/tiny-class-head'],
    'qwen25-math-prm: other_tokenizer: "<extra_0>" is token 261, not 151651',
  ],
  [
    'a device without its package',
    ['-a', 'TINY', '--model-dir', 'test/models/tiny-class-head', '--device', 'cuda'],
    '--device cuda needs onnxruntime-node: it is not installed; or use --device wasm',
  ],
  [
    'a head of another width',
    ['-a', 'TINY', '--model-dir', 'test/models/tiny-value-head'],
    'The model gives 1 numbers a token; tiny reads 2',
  ],
  [
    'a model of another output',
    ['-a', 'TINY', '--model-dir', 'test/models/tiny-label-rows'],
    'tiny needs token_vectors, this model gives next_token_scores',
  ],
  [
    'a folder without a model',
    ['-a', 'TINY', '--model-dir', 'docs', '--tokenizer', 'test/models/tiny-class-head'],
    'No such file: docs/model.json',
  ],
])('says what is wrong with %s', async ([, args, message]) => {
  const own = args.map((arg) => (arg === 'TINY' ? tinyAdapter() : arg))
  const { code, stderr, stdout } = await stepmark([
    ['run', '-b', 'stepmark-mini', '--backend', 'onnx', '-m', 'a/b', ...own],
    ['--kind', 'discriminative_prm', '-o', temporaryFolder()],
  ])
  expect(stderr).toContain(message)
  expect(stdout).toBe('')
  expect(code).not.toBe(0)
})

test.skipIf(!existsSync(DATA))(
  'ProcessBench-1000, killed three times and run again, gives what one run gives, bit for bit',
  { timeout: 240_000 },
  async () => {
    const adapter = tinyAdapter(DIGITS)
    const benchmark = ['-b', 'processbench-1000', '--data', DATA, '-q']
    const root = temporaryFolder()
    const args = [...onnxRun(adapter, root), ...benchmark]
    let before = 0
    for (const goal of [150, 400, 650]) {
      const child = start(['bench-runner/stepmark.js', ...args])
      const end = finished(child)
      while (linesUnder(root).length < goal) await setTimeout(5)
      child.kill('SIGKILL')
      await end
      const lines = linesUnder(root)
      expect(lines.length).toBeGreaterThan(before)
      expect(lines.length).toBeLessThan(1000)
      before = lines.length
    }
    const [resumed, whole] = await Promise.all([
      stepmark(args),
      stepmark([...onnxRun(adapter, temporaryFolder()), ...benchmark]),
    ])
    expect(resumed.stderr).toContain('Resuming')
    expect(resumed.code).toBe(0)
    const files = globSync('predictions/*.jsonl', { cwd: whole.stdout.trim() })
    expect(files).toHaveLength(4)
    for (const path of files) {
      expect(readFileSync(join(resumed.stdout.trim(), path))).toEqual(
        readFileSync(join(whole.stdout.trim(), path)),
      )
    }
    expect((await stepmark(['validate', resumed.stdout.trim(), '--data', DATA])).code).toBe(0)
  },
)

/** The whole lines of predictions under a root. */
function linesUnder(root: string): readonly string[] {
  return globSync('*/*/predictions/*.jsonl', { cwd: root }).flatMap((path) =>
    readFileSync(join(root, path), 'utf8').split('\n').slice(0, -1),
  )
}
