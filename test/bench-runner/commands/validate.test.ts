import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeFilesIndex } from '../../../bench-runner/run/files-index.ts'
import { readRunFolder } from '../../../bench-runner/run/read-run-folder.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'

async function tinyRun(): Promise<string> {
  const { stdout } = await stepmark([
    ['run', '-b', tinyBenchmark(), '--backend', 'replay', '--model', 'lab/prm', '-q'],
    ['--kind', 'discriminative_prm', '--predictions', predictionsFile(TINY_PREDICTIONS)],
    ['-o', temporaryFolder()],
  ])
  return stdout.trim()
}

/** Changes a file of a run and its recorded digest, as a careful forger would. */
async function forge(folder: string, path: string, change: (text: string) => string) {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')))
  const { files } = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8'))
  await writeFilesIndex(folder, Object.keys(files))
}

test('passes a finished run, and gives its predictions with their digests', async () => {
  const folder = await tinyRun()
  const { code, stdout, stderr } = await stepmark(['validate', folder])
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${folder} is valid\n`, stderr: '' })
  expect(await readRunFolder(folder)).toMatchObject({
    manifest: { benchmark: 'tiny' },
    predictions: [{ subset: 'left' }, { subset: 'right', path: 'predictions/right.jsonl' }],
  })
})

test('refuses a file that was changed after the run', async () => {
  const folder = await tinyRun()
  writeFileSync(join(folder, 'predictions/left.jsonl'), '')
  const { code, stderr } = await stepmark(['validate', folder])
  expect(stderr).toContain('predictions/left.jsonl: Changed: sha256 e3b0c44298fc')
  expect(code).toBe(1)
})

test('refuses a claim that does not recompute, with both values', async () => {
  const folder = await tinyRun()
  await forge(folder, 'run.json', (text) => text.replace(/"value": 1/, '"value": 0.75'))
  const { code, stdout } = await stepmark(['validate', folder, '--format', 'json'])
  expect(JSON.parse(stdout)).toEqual({
    valid: false,
    issues: [
      {
        field: 'claim.values.0',
        message: 'f1 of left under fixed:0.5: claimed 0.75, recomputed 1',
      },
    ],
  })
  expect(code).toBe(1)
})

test('refuses a manifest with a key it does not know', async () => {
  const folder = await tinyRun()
  await forge(folder, 'run.json', (text) => text.replace('{', '{"rank": 1,'))
  const { code, stderr } = await stepmark(['validate', folder])
  expect(stderr).toContain('Unrecognized key: "rank"')
  expect(code).toBe(1)
})

test('names the item that a subset lacks and the subset that is not there', async () => {
  const folder = await tinyRun()
  await forge(folder, 'predictions/left.jsonl', (text) => text.split('\n').slice(1).join('\n'))
  const index = join(folder, 'files.json')
  const { files, ...rest } = JSON.parse(readFileSync(index, 'utf8'))
  delete files['predictions/right.jsonl']
  writeFileSync(index, JSON.stringify({ ...rest, files }))
  const { code, stderr } = await stepmark(['validate', folder])
  expect(stderr).toContain('left-1: id: This item has no prediction (predictions/left.jsonl)')
  expect(stderr).toContain('right: No predictions file')
  expect(code).toBe(1)
})

test('reads nothing outside the folder, whatever the index says', async () => {
  const folder = await tinyRun()
  const index = join(folder, 'files.json')
  writeFileSync(index, readFileSync(index, 'utf8').replace('run.json', '../../run.json'))
  expect(await readRunFolder(folder)).toMatchObject({ code: 'invalid' })
})

test('says that a run is not finished', async () => {
  const folder = await tinyRun()
  rmSync(join(folder, 'files.json'))
  const { code, stderr } = await stepmark(['validate', folder])
  expect(stderr).toContain(`try stepmark run --resume ${folder}`)
  expect(code).toBe(1)
})

test('checks a predictions file, in which no item may be missing', async () => {
  const args = ['validate', '-b', tinyBenchmark(), '--predictions']
  expect((await stepmark([...args, predictionsFile(TINY_PREDICTIONS)])).code).toBe(0)
  const { code, stderr } = await stepmark([...args, predictionsFile(TINY_PREDICTIONS.slice(1))])
  expect(stderr).toContain('left-1: id: This item has no prediction')
  expect(code).toBe(1)
})

test.for([[[]], [['somewhere', '--predictions', 'x']], [['--predictions', 'x']]] as const)(
  'refuses %s as wrong usage',
  async ([args]) => {
    expect((await stepmark(['validate', ...args])).code).toBe(2)
  },
)
