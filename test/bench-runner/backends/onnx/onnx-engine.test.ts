import { expect, test } from 'vitest'
import type { Answer } from '../../../../bench-runner/backends/engine.ts'
import { openTiny, torchOutputs } from './torch-outputs.ts'

/** The most by which ONNX Runtime may differ from PyTorch, both in float32, of outputs up to 10. */
const TO_TORCH = 2e-5
/** The most by which a sequence's outputs may differ between batches. */
const TO_EACH_OTHER = 5e-6

const NEVER = new AbortController().signal

function rowsOf(answer: Answer | undefined): readonly (readonly number[])[] {
  if (answer?.status !== 'ok') throw new Error(answer?.reason ?? 'no answer')
  return answer.rows
}

function farthest(rows: readonly (readonly number[])[], others: readonly (readonly number[])[]) {
  expect(rows.map((row) => row.length)).toEqual(others.map((row) => row.length))
  return Math.max(
    ...rows.flatMap((row, place) =>
      row.map((value, column) => Math.abs(value - (others[place]?.[column] ?? Number.NaN))),
    ),
  )
}

const everyPlace = ({ ids }: { readonly ids: readonly number[] }) => ({
  ids,
  positions: [...ids.keys()],
})

test.for(['tiny-class-head', 'tiny-value-head'])(
  '%s: raw numbers of the head are those of PyTorch, in one batch and one by one',
  async (name) => {
    const { engine } = await openTiny(name)
    const sequences = torchOutputs(name)
    const batch = sequences.map(everyPlace)
    const together = (await engine.tokenVectors?.(batch, NEVER)) ?? []
    expect(together).toHaveLength(sequences.length)
    for (const [index, { output }] of sequences.entries()) {
      const rows = rowsOf(together[index])
      expect(farthest(rows, output)).toBeLessThan(TO_TORCH)
      const [alone] = (await engine.tokenVectors?.(batch.slice(index, index + 1), NEVER)) ?? []
      expect(farthest(rows, rowsOf(alone))).toBeLessThan(TO_EACH_OTHER)
    }
    await engine.close()
  },
)

test('tiny-label-rows: log-probabilities of labels are those of PyTorch’s logits', async () => {
  const { engine, model } = await openTiny('tiny-label-rows')
  if (model.record.output !== 'label_scores') throw new Error('no labels')
  const labels = model.record.labels.toReversed()
  for (const sequence of torchOutputs('tiny-label-rows')) {
    const request = { ...everyPlace(sequence), labels }
    const [over] =
      (await engine.nextTokenScores?.([{ ...request, over: 'vocabulary' }], NEVER)) ?? []
    // The last number is the logarithm of the sum over all tokens.
    const expected = sequence.output.map(([plus = 0, minus = 0, all = 0]) => [
      minus - all,
      plus - all,
    ])
    expect(farthest(rowsOf(over), expected)).toBeLessThan(TO_TORCH)
    expect(
      rowsOf(over)
        .flat()
        .every((value) => value < 0),
    ).toBe(true)
  }
  await engine.close()
})

test.for(['tiny-implicit', 'tiny-implicit-reference'])(
  '%s: log-probabilities of tokens are those of PyTorch, from the second on',
  async (name) => {
    const { engine } = await openTiny(name)
    const sequences = torchOutputs(name)
    const answers =
      (await engine.sequenceLogprobs?.(
        sequences.map(({ ids }) => ids),
        NEVER,
      )) ?? []
    for (const [index, { output, ids }] of sequences.entries()) {
      const [row = []] = rowsOf(answers[index])
      expect(row).toHaveLength(ids.length - 1)
      expect(farthest([[0, ...row]], [output.flat()])).toBeLessThan(TO_TORCH)
    }
    await engine.close()
  },
)

test('the same batch gives the same bits again, in another session too', async () => {
  const batch = torchOutputs('tiny-class-head').map(everyPlace)
  const first = await openTiny('tiny-class-head')
  const second = await openTiny('tiny-class-head')
  const one = await first.engine.tokenVectors?.(batch, NEVER)
  expect(await first.engine.tokenVectors?.(batch, NEVER)).toEqual(one)
  expect(await second.engine.tokenVectors?.(batch, NEVER)).toEqual(one)
  await first.engine.close()
  await second.engine.close()
})

test('a token that the model does not have stops the engine, which says on what', async () => {
  const { engine } = await openTiny('tiny-class-head')
  const asked = engine.tokenVectors?.([{ ids: [1, 100_000], positions: [1] }], NEVER)
  await expect(asked).rejects.toThrow(/ONNX Runtime failed on 1 × 2 tokens: .*100000/)
  await engine.close()
})
