import { expect, test } from 'vitest'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { Run } from '#schema/run.ts'
import { readContract } from './contract.ts'
import { POOL, POOL_ITEMS, POOL_PREDICTIONS } from './tiny-pool.ts'
import { PREFERENCE, PREFERENCE_ITEMS, PREFERENCE_PREDICTIONS } from './tiny-preference.ts'
import { STEPS, STEPS_ITEMS, STEPS_PREDICTIONS } from './tiny-steps.ts'
import { call, ITEMS, manifest, newToken, PREDICTIONS, publish, submit, TINY } from './tiny.ts'

interface Kind {
  readonly definition: BenchmarkDefinition
  readonly items: readonly BenchmarkItem[]
  readonly predictions: Readonly<Record<string, string>>
  /** Another run's predictions, which say as little as they may. */
  readonly others: Readonly<Record<string, string>>
  /** Without a curve, which pools and preferences have not. */
  readonly noCurve?: true
}

const FULL = {
  id: 'a-1',
  draws: [
    [0.9, 0.2],
    [0.7, null],
  ],
  channels: { lower: [0, 0], upper: [1, 1] },
  text: ['so', 'so'],
  attachments: [{ kind: 'critique', step: 1, text: 'no' }],
}

/** Each kind of benchmark, with runs that hold whatever a run of it can. */
const KINDS: readonly Kind[] = [
  {
    definition: TINY,
    items: ITEMS,
    predictions: {
      ...PREDICTIONS,
      a: `${JSON.stringify(FULL)}\n{"id":"a-2","scores":[0.4],"spans":[[0,1]]}\n`,
    },
    others: {
      a: '{"id":"a-1","scores":[null,null]}\n{"id":"a-2","scores":[null]}\n',
      b: '{"id":"b-1","scores":[null]}\n{"id":"b-2","scores":[null,null,null]}\n',
    },
  },
  {
    definition: STEPS,
    items: STEPS_ITEMS,
    predictions: STEPS_PREDICTIONS,
    others: {
      circular: '{"id":"circular_1","scores":[null,null,null]}\n',
      deception: '{"id":"deception_1","scores":[null,null]}\n',
    },
  },
  {
    definition: POOL,
    items: POOL_ITEMS,
    predictions: POOL_PREDICTIONS,
    others: {
      all: '{"id":"p-1","scores":[[null,null],[null]]}\n{"id":"p-2","scores":[[null],[0,0,0]]}\n',
    },
    noCurve: true,
  },
  {
    definition: PREFERENCE,
    items: PREFERENCE_ITEMS,
    predictions: PREFERENCE_PREDICTIONS,
    others: {
      a: '{"id":"a-1","chosen":null,"rejected":[null,null]}\n{"id":"a-2","chosen":null,"rejected":[null]}\n',
      b: '{"id":"b-1","chosen":null,"rejected":[null,null,null]}\n',
    },
    noCurve: true,
  },
]

test.for(KINDS)(
  'reads of $definition.kind answer as the document says',
  { timeout: 60_000 },
  async ({ definition, items, predictions, others, noCurve }) => {
    const { token } = await newToken()
    const revision = await publish(items, definition)
    const runs: string[] = []
    for (const all of [predictions, others]) {
      const about = manifest(revision, { benchmark: definition.id, seed: runs.length })
      const response = await submit(token, about, all)
      const { id, message } = await response.json<Run & { message?: string }>()
      expect([response.status, message]).toEqual([201, undefined])
      runs.push(id)
    }
    const { operations, check } = await readContract()
    const item = items[0]?.id ?? ''
    const [a = '', b = ''] = runs
    const asked = [
      ['get /benchmarks/{benchmark}', `/benchmarks/${definition.id}`],
      ['get /benchmarks/{benchmark}/revisions', `/benchmarks/${definition.id}/revisions`],
      ['get /leaderboards/{benchmark}', `/leaderboards/${definition.id}`],
      ['get /items/{benchmark}/{item}', `/items/${definition.id}/${item}`],
      ['get /items/{benchmark}/{item}/runs', `/items/${definition.id}/${item}/runs`],
      ['get /compare', `/compare?runs=${a},${b}`],
      ['get /diff', `/diff?a=${a}&b=${b}`],
      ...runs.flatMap((id) => [
        ['get /runs/{id}', `/runs/${id}`],
        ['get /runs/{id}/metrics', `/runs/${id}/metrics`],
        ['get /runs/{id}/items', `/runs/${id}/items`],
        ['get /runs/{id}/items/{item}', `/runs/${id}/items/${item}`],
        ['get /runs/{id}/diagnostics', `/runs/${id}/diagnostics`],
        ['get /runs/{id}/diagnostics', `/runs/${id}/diagnostics?allow_partial=true`],
        ...(noCurve ? [] : [['get /runs/{id}/curve', `/runs/${id}/curve`]]),
      ]),
    ]
    const wrong: string[] = []
    for (const [name = '', path = ''] of asked) {
      const operation = operations.get(name)
      if (!operation) throw new Error(`There is no ${name}`)
      const response = await call(path)
      const problems = response.status === 200 ? [] : [`answers ${response.status}`]
      problems.push(...(await check(operation, response)))
      wrong.push(...problems.map((problem) => `${path}: ${problem}`))
    }
    expect(wrong).toEqual([])
  },
)
