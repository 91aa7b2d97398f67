import { expect, test } from 'vitest'
import { adapterBackend } from '../../../bench-runner/backends/adapter-backend.ts'
import type { Engine, TextRequest } from '../../../bench-runner/backends/engine.ts'
import type { Judgement } from '../../../bench-runner/backends/step-scorer.ts'
import { readAdapter } from '../../../bench-runner/adapters/read-adapter.ts'
import { standInTexts } from '../adapters/stand-in-texts.ts'

const NEVER = new AbortController().signal
const TRAJECTORY = { id: 'one', subset: 'all', problem: 'p', steps: ['a', 'b'] }

/** What a model that writes these texts is asked, and what it is taken to say. */
async function judge(name: string, texts: readonly string[]) {
  const chosen = await readAdapter(name, standInTexts)
  if (chosen.status === 'failed') throw new Error(chosen.message)
  const asked: TextRequest[] = []
  const engine: Engine = {
    capabilities: new Set(['generate'] as const),
    limits: { tokensPerCall: 100_000, requestsPerCall: 4, tokensInFlight: () => 100_000 },
    describe: () => ({ kind: 'stand-in', version: '1' }),
    generate: async (batch) => {
      asked.push(...batch)
      return batch.map(() => ({ status: 'ok', texts, tokens: 70 }))
    },
    close: async () => {},
  }
  const backend = adapterBackend({
    id: 'stand-in',
    description: 'Writes the same texts always',
    capabilities: ['generate'],
    openEngine: async () => ({ status: 'ok', engine }),
  })
  const opened = await backend.open({
    model: 'lab/chat',
    scoreKind: { kind: 'probability' },
    seed: 5,
    adapter: chosen,
    items: [],
  })
  if (opened.status === 'failed') throw new Error(opened.message)
  const judged: Judgement[] = []
  for await (const one of opened.scorer.score([TRAJECTORY], NEVER)) judged.push(one)
  return { judged, asked, scorer: opened.scorer }
}

test('a critic’s texts are votes, asked for with its sampling and the run’s seed', async () => {
  const { judged, asked, scorer } = await judge('critic', ['\\boxed{2}', '\\boxed{none}'])
  expect(scorer.predictions).toBe('verdicts')
  expect(judged).toEqual([
    {
      status: 'scored',
      line: { id: 'one', verdicts: [1, -1], text: ['\\boxed{2}', '\\boxed{none}'] },
    },
  ])
  expect(asked).toMatchObject([{ samples: 8, temperature: 1, topP: 0.9, maxTokens: 8192, seed: 5 }])
  expect(scorer.tokens?.()).toBe(70)
  expect(scorer.describe()).toMatchObject({ adapter: { id: 'critic' }, seed: 5 })
})

test('a variant’s texts are draws, whose mean is the score', async () => {
  const texts = ['\\boxed{right} \\boxed{wrong}', '\\boxed{right} \\boxed{right}']
  const { judged, scorer } = await judge('critic:steps', texts)
  expect(scorer.predictions).toBe('scores')
  expect(judged).toMatchObject([
    {
      line: {
        draws: [
          [1, 0],
          [1, 1],
        ],
      },
    },
  ])
})
