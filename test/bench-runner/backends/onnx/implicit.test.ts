import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../../../../bench-runner/adapters/compile.ts'
import { fitAdapter } from '../../../../bench-runner/adapters/compile.ts'
import { openTokenizer } from '../../../../bench-runner/adapters/tokenizer.ts'
import { readFed } from '../../adapters/fed-adapter.ts'
import { stepmark, temporaryFolder } from '../../stepmark.ts'
import { tinyAdapter } from '../tiny-adapter.ts'
import { folderOf, openTiny } from './torch-outputs.ts'

const COEFFICIENT = 0.25

function implicitAdapter() {
  return tinyAdapter({
    needs: 'sequence_logprobs',
    render: {
      mode: 'chat',
      messages: [
        { role: 'user', content: '{problem}' },
        { role: 'assistant', content: '{steps}' },
      ],
      step: '{step}\n\n',
    },
    steps: { replace: [{ pattern: '[^0-9]+', flags: 'g', with: '' }] },
    score: {
      at: { anchor: 'cut', after: '\n\n' },
      read: { fn: 'log_ratio', reference: 'stepmark/tiny-reference', coefficient: COEFFICIENT },
    },
    threshold: undefined,
  })
}

function run(args: readonly string[]) {
  return stepmark([
    ['run', '-b', 'stepmark-mini', '--backend', 'onnx', '--device', 'wasm', '-m', 'stepmark/tiny'],
    ['--adapter', implicitAdapter(), '--model-dir', folderOf('tiny-implicit'), ...args],
    ['--limit', '12', '-q', '-o', temporaryFolder()],
  ])
}

test('an implicit PRM’s scores are sums of log-ratios of two models', async () => {
  const { stdout, stderr } = await run(['--reference-dir', folderOf('tiny-implicit-reference')])
  expect(stderr).toBe('')
  const folder = stdout.trim()
  const manifest = JSON.parse(readFileSync(`${folder}/run.json`, 'utf8'))
  expect(manifest).toMatchObject({
    model: { kind: 'implicit_prm' },
    scoreKind: { kind: 'unbounded' },
  })
  const lines = readFileSync(`${folder}/predictions/easy.jsonl`, 'utf8').trim().split('\n')
  const { id, scores } = JSON.parse(lines[0] ?? '')
  const item = items().find((one) => one.id === id)
  if (!item) throw new Error('no such item')

  const { adapter } = await readFed(implicitAdapter())
  const opened = await openTokenizer(folderOf('tiny-implicit'))
  if (opened.status === 'failed') throw new Error(opened.message)
  const fitted = fitAdapter(adapter, opened.tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  const compiled = compile(fitted, item)
  if (compiled.status === 'refused') throw new Error(compiled.message)
  const { ids, positions, start = 0 } = compiled
  const [own, other] = await Promise.all(
    ['tiny-implicit', 'tiny-implicit-reference'].map((name) => logprobs(name, ids)),
  )
  const expected = positions.map((place) => {
    let sum = 0
    for (let token = start; token <= place; token++) {
      sum += (own?.[token - 1] ?? Number.NaN) - (other?.[token - 1] ?? Number.NaN)
    }
    return COEFFICIENT * sum
  })
  expect(scores).toHaveLength(expected.length)
  for (const [step, score] of expected.entries()) expect(scores[step]).toBeCloseTo(score, 4)
  expect(new Set(scores).size).toBeGreaterThan(1)
})

test('without the other model it says which one is missing', async () => {
  const { code, stderr } = await run([])
  expect(stderr).toContain('tiny compares with stepmark/tiny-reference')
  expect(stderr).toContain('--reference-dir DIR')
  expect(code).toBe(2)
})

async function logprobs(name: string, ids: readonly number[]) {
  const { engine } = await openTiny(name)
  const [answer] = (await engine.sequenceLogprobs?.([ids], new AbortController().signal)) ?? []
  await engine.close()
  if (answer?.status !== 'ok') throw new Error('no answer')
  return answer.rows[0]
}

/** The items of stepmark-mini, as its file has them. */
function items(): readonly { id: string; problem: string; steps: string[] }[] {
  return readFileSync('bench-runner/stepmark-mini/data/first-error.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
