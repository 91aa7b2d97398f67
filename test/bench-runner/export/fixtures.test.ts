import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTokenizer } from '../../../bench-runner/adapters/tokenizer.ts'
import { runOnnx } from '../../../bench-runner/export/run-onnx.ts'

// The models under test/models/, which hold random weights: python3 bench-runner/export fixtures test/models

const MODELS = [
  'tiny-class-head',
  'tiny-label-rows',
  'tiny-value-head',
  'tiny-implicit',
  'tiny-implicit-reference',
]

/** Engines add float32 numbers in different orders; a float32 of about ten is exact to 5e-7. */
const TOLERANCE = 1e-5

const Torch = z.object({
  sequences: z.array(z.object({ ids: z.array(z.int()), output: z.array(z.array(z.number())) })),
})

describe.for(MODELS)('%s in onnxruntime-web', (model) => {
  const folder = join('test/models', model)

  test('gives what torch gave, one sequence at a time', async () => {
    const { sequences } = await torchOf(folder)
    for (const { ids, output } of sequences) {
      const [rows = []] = await runOnnx(folder, [ids])
      expect(furthest(rows, output)).toBeLessThan(TOLERANCE)
    }
  })

  test('gives the same when sequences are padded to one length', async () => {
    const { sequences } = await torchOf(folder)
    const found = await runOnnx(
      folder,
      sequences.map(({ ids }) => ids),
    )
    for (const [place, { output }] of sequences.entries()) {
      expect(furthest(found[place] ?? [], output)).toBeLessThan(TOLERANCE)
    }
  })

  test('has numbers that differ from token to token', async () => {
    const { sequences } = await torchOf(folder)
    const last = sequences.at(-1)?.output.map((row) => row.join()) ?? []
    expect(new Set(last).size).toBe(last.length)
  })
})

test('log-probabilities of a sequence start with 0 and are negative from there', async () => {
  for (const { output } of (await torchOf('test/models/tiny-implicit')).sequences) {
    const [first, ...rest] = output.flat()
    expect(first).toBe(0)
    expect(rest.every((number) => number < 0)).toBe(true)
  }
})

test('the vocabulary column is above the logsumexp of the labels', async () => {
  for (const { output } of (await torchOf('test/models/tiny-label-rows')).sequences) {
    for (const row of output) {
      const [good = 0, bad = 0, all] = row
      expect(all).toBeGreaterThan(Math.log(Math.exp(good) + Math.exp(bad)))
    }
  }
})

test('the tokenizer turns any text into ids and back', async () => {
  const opened = await openTokenizer('test/models/tiny-class-head')
  if (opened.status === 'failed') throw new Error(opened.message)
  const { tokenizer } = opened
  const text = 'Ünits:\n1 + 1 = 2 <extra_0>3 - 1 = 2<extra_0>'
  const ids = tokenizer.encode(text)
  expect(tokenizer.decode(ids)).toBe(text)
  // A byte a token, so + is its code; Ü has two bytes.
  expect(ids.slice(0, 3)).toEqual([0xc3, 0x9c, 'n'.codePointAt(0)])
  expect(ids).toContain('+'.codePointAt(0))
  expect(ids.filter((id) => id === tokenizer.idOf('<extra_0>'))).toHaveLength(2)
  expect(tokenizer.chat?.([{ role: 'user', content: '1 + 1?' }])).toBe(
    '<|im_start|>user\n1 + 1?<|im_end|>\n',
  )
})

async function torchOf(folder: string) {
  return Torch.parse(JSON.parse(await readFile(join(folder, 'torch.json'), 'utf8')))
}

/** The largest absolute difference of two tables of one shape. */
function furthest(
  found: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length))
  const numbers = expected.flat()
  return Math.max(
    ...found.flat().map((number, place) => Math.abs(number - (numbers[place] ?? Infinity))),
  )
}
