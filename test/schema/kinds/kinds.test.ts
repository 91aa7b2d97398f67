import { expect, test } from 'vitest'
import { BENCHMARK_KINDS, type BenchmarkDefinition, type BenchmarkKind } from '#schema/benchmark.ts'
import { checkClaim, claimOf } from '#schema/claim.ts'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import type { ScoredRun } from '#schema/kinds/kind.ts'
import { type Predictions, predictionReader, stepCountOf } from '#schema/prediction.ts'
import { type Revision, revise, subsetHashes } from '#schema/revision.ts'
import { at, NONE } from '#schema/verdict.ts'

const scoreKind = { kind: 'probability' } as const
const common = { id: 'i-1', subset: 's', problem: 'p' }
/** Two items of each kind, the first with all that it may hold. */
const ITEMS = {
  first_error: [
    { ...common, steps: ['x', 'y'], label: at(1), generator: 'g', finalAnswerCorrect: true },
    { ...common, id: 'i-2', steps: ['x'], label: NONE },
  ],
  step_labels: [
    {
      ...common,
      steps: ['x', 'y', 'z'],
      wrongSteps: [0, 2],
      reason: 'r',
      original: { problem: 'q', steps: ['o'] },
    },
    { ...common, id: 'i-2', steps: ['x'], wrongSteps: [] },
  ],
  best_of_n: [
    {
      ...common,
      groundTruth: '2',
      candidates: [
        { steps: ['x', 'y'], answer: '2', correct: true },
        { steps: ['x'], answer: null, correct: false },
      ],
    },
    {
      ...common,
      id: 'i-2',
      candidates: [
        { steps: ['x'], answer: '3', correct: false },
        { steps: ['y'], answer: '4', correct: false },
      ],
    },
  ],
  preference: [
    { ...common, chosen: ['x', 'y'], rejected: [['z'], ['w']], task: 't' },
    { ...common, id: 'i-2', chosen: ['x'], rejected: [] },
  ],
} satisfies Record<BenchmarkKind, readonly BenchmarkItem[]>

/** Of a preference the choice is part of the item: lines name their scores by it. */
const LABELLED = ['first_error', 'step_labels', 'best_of_n'] as const

/** Of the first item, with other labels. */
const RELABELLED = {
  first_error: { label: at(0) },
  step_labels: { wrongSteps: [2] },
  best_of_n: {
    candidates: [
      { steps: ['x', 'y'], answer: '2', correct: false },
      { steps: ['x'], answer: '2', correct: false },
    ],
  },
} satisfies Record<(typeof LABELLED)[number], object>

function definition(kind: BenchmarkKind): BenchmarkDefinition {
  return {
    id: 'tiny',
    name: 'Tiny',
    kind,
    description: '',
    subsets: [{ id: 's', name: 'S' }],
    license: '',
    source: '',
  }
}

test.for(BENCHMARK_KINDS)('%s: body and gold, through JSON, make the item again', (kind) => {
  const { goldOf, bodyOf, join, gold } = kindOf(kind)
  for (const item of ITEMS[kind]) {
    const body = JSON.parse(JSON.stringify(bodyOf(item)))
    const stored = { id: item.id, subset: item.subset, body }
    expect(join(stored, gold.parse(JSON.parse(JSON.stringify(goldOf(item)))))).toEqual(item)
  }
})

test.for(LABELLED)('%s: a body gives no label away', (kind) => {
  const { bodyOf, item } = kindOf(kind)
  const [first] = ITEMS[kind]
  const relabelled = item.parse({ ...first, ...RELABELLED[kind] })
  expect(first && bodyOf(first)).toEqual(bodyOf(relabelled))
})

test.for([
  ['first_error', at(2), 'The labelled step does not exist'],
  ['step_labels', [3], 'A wrong step does not exist'],
  ['best_of_n', [{ answer: '2', correct: true }], 'candidates'],
  ['preference', 1, 'expected 0'],
] as const)('%s: gold that does not fit its body is refused', ([kind, wrong, message]) => {
  const { bodyOf, join, gold } = kindOf(kind)
  const [item] = ITEMS[kind]
  if (!item) throw new Error('There is no item')
  const stored = { id: item.id, subset: item.subset, body: bodyOf(item) }
  expect(() => join(stored, gold.parse(wrong))).toThrow(message)
})

test.for(LABELLED)('%s: other labels are another revision of the same items', async (kind) => {
  const [first, ...rest] = ITEMS[kind]
  const relabelled = kindOf(kind).item.parse({ ...first, ...RELABELLED[kind] })
  const before = await revise(definition(kind), ITEMS[kind])
  const after = await revise(definition(kind), [relabelled, ...rest])
  expect(after.id).not.toBe(before.id)
  expect(after.subsets[0]?.labels).not.toBe(before.subsets[0]?.labels)
  expect(await itemHash(kind, after)).toBe(await itemHash(kind, before))
})

test.for(BENCHMARK_KINDS)('%s: another problem is the same labels on other items', async (kind) => {
  const [first, ...rest] = ITEMS[kind]
  const reworded = kindOf(kind).item.parse({ ...first, problem: 'other' })
  const before = await revise(definition(kind), ITEMS[kind])
  const after = await revise(definition(kind), [reworded, ...rest])
  expect(after.id).toBe(before.id)
  expect(await itemHash(kind, after)).not.toBe(await itemHash(kind, before))
})

async function itemHash(kind: BenchmarkKind, revision: Revision) {
  return (await subsetHashes(kind, revision))[0]?.items
}

test.for([
  // 2 + 1 steps; one solution with a wrong step
  ['first_error', { items: 2, steps: 3, error: 1, correct: 1, problems: 1 }],
  // 3 + 1 steps
  ['step_labels', { items: 2, steps: 4, error: 1, correct: 1, problems: 1 }],
  // 2 + 1 + 1 + 1 steps; of four candidates one is right
  ['best_of_n', { items: 2, steps: 5, error: 3, correct: 1, problems: 1 }],
  // 2 + 1 + 1 and 1 steps; two rejected, two chosen
  ['preference', { items: 2, steps: 5, error: 2, correct: 2, problems: 1 }],
] as const)('%s: counts items, steps and solutions', ([kind, counts]) => {
  expect(kindOf(kind).count(ITEMS[kind])).toEqual(counts)
  const scores = ITEMS[kind].map((item) => stepCountOf(kindOf(kind).expectedOf(item)))
  // A preference takes a score for each one compared, whatever its steps.
  const expected = kind === 'preference' ? counts.error + counts.correct : counts.steps
  expect(scores.reduce((sum, count) => sum + count)).toBe(expected)
})

test.for([
  ['first_error', { steps: 2, label: at(1), generator: 'g', finalAnswerCorrect: true }],
  ['step_labels', { steps: 3, wrongSteps: [0, 2] }],
  ['best_of_n', { steps: 3, candidates: 2, correct: 1 }],
  ['preference', { rejected: 2, task: 't' }],
] as const)('%s: lists tell of an item without its texts', ([kind, facts]) => {
  const { summaryOf, factsOf, contentOf } = kindOf(kind)
  const [item] = ITEMS[kind]
  if (!item) throw new Error('There is no item')
  const summary = summaryOf(goldItem(kind, item), factsOf(item))
  expect(summary).toEqual({ kind, id: 'i-1', subset: 's', ...facts })
  const { id: _id, subset: _subset, ...content } = item
  expect(contentOf(item)).toEqual({ kind, ...content })
})

const LINES = {
  first_error: ['{"id":"i-1","scores":[0.9,0.1]}', '{"id":"i-2","scores":[0.9]}'],
  step_labels: ['{"id":"i-1","scores":[0.1,0.9,0.2]}', '{"id":"i-2","scores":[0.9]}'],
  best_of_n: ['{"id":"i-1","scores":[[0.9,0.8],[0.1]]}', '{"id":"i-2","scores":[[0.9],[0.2]]}'],
  preference: [
    '{"id":"i-1","chosen":0.5,"rejected":[0.9,0.1]}',
    '{"id":"i-2","chosen":1,"rejected":[]}',
  ],
} satisfies Record<BenchmarkKind, readonly string[]>

test.for([
  // error 1/1, correct 1/1
  ['first_error', { policy: 'fixed:0.5', subset: 'average', metric: 'f1', value: 1 }],
  // tp 2, tn 2, none wrong: (1 + 1) / 2
  ['step_labels', { policy: 'fixed:0.5', subset: 'overall', metric: 'prm_score', value: 1 }],
  // 0.8 > 0.1 takes the right one; the other problem has none: 1/2
  ['best_of_n', { policy: 'best_of:min', subset: 's', metric: 'accuracy', value: 0.5 }],
  // second of three: 1/2; nothing rejected: 0
  ['preference', { policy: 'rank', subset: 's', metric: 'mrr', value: 0.25 }],
] as const)('%s: claims what it measured, and a claim recomputes', ([kind, headline]) => {
  const scored = score(kind)
  const results = scored.report(scored.usualPolicies())
  const claim = claimOf(kind, results)
  expect(claim.metricVersions).toEqual({ [kind]: kindOf(kind).version })
  expect(claim.values).toContainEqual(expect.objectContaining(headline))
  expect(checkClaim(claim, kind, scored)).toEqual([])
  const [board] = scored.usualPolicies().flatMap((policy) => kindOf(kind).boardOf(policy) ?? [])
  expect(board).toBe(kindOf(kind).defaultBoard)
})

test.for(BENCHMARK_KINDS)('%s: a value that differs by more than 1e-9 is an issue', (kind) => {
  const scored = score(kind)
  const claim = claimOf(kind, scored.report(scored.usualPolicies()))
  const changed = (by: number) => ({
    ...claim,
    values: claim.values.map((claimed, index) => ({
      ...claimed,
      value: index === 1 ? claimed.value + by : claimed.value,
    })),
  })
  expect(checkClaim(changed(9e-10), kind, scored)).toEqual([])
  const ours = claim.values[1]?.value ?? 0
  expect(checkClaim(changed(-2e-9), kind, scored)).toEqual([
    {
      field: 'claim.values.1',
      message: expect.stringContaining(`claimed ${ours - 2e-9}, recomputed ${ours}`),
    },
  ])
})

test.for(BENCHMARK_KINDS)('%s: a claim of what does not exist is an issue', (kind) => {
  const scored = score(kind)
  const { metricVersions } = claimOf(kind, [])
  const [policy = ''] = scored.usualPolicies()
  const metric = kind === 'step_labels' ? ('prm_score' as const) : ('f1' as const)
  const value = { policy, subset: 'nowhere', metric, value: 1 }
  expect(checkClaim({ metricVersions, values: [value] }, kind, scored)).toEqual([
    { field: 'claim.values.0', message: `There is no ${metric} of nowhere under ${policy}` },
  ])
  const unknown = { ...value, policy: 'tuned:nowhere' }
  expect(checkClaim({ metricVersions, values: [unknown] }, kind, scored)).toHaveLength(1)
  const other = { metricVersions: { [kind]: '0' }, values: [] }
  expect(checkClaim(other, kind, scored)).toEqual([
    { field: `claim.metricVersions.${kind}`, message: expect.stringContaining('with metrics 0') },
  ])
  expect(checkClaim(undefined, kind, scored)).toEqual([])
})

const JUDGED_BY = {
  first_error: 'fixed:0.5',
  step_labels: 'fixed:0.5',
  best_of_n: 'best_of:min',
  preference: 'rank',
} satisfies Record<BenchmarkKind, string>

test.for([
  ['first_error', ['hit', 'passed']],
  ['step_labels', ['all_right', 'all_right']],
  ['best_of_n', ['chose_right', 'none_right']],
  ['preference', ['outranked', 'none_rejected']],
] as const)('%s: one item judged alone is as it is in the run', ([kind, outcomes]) => {
  const policy = JUDGED_BY[kind]
  const verdicts = score(kind).verdicts(policy)
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(outcomes)
  const { byItem } = read(kind)
  const alone = ITEMS[kind].map((item) =>
    kindOf(kind).judgeItem(goldItem(kind, item), byItem.get(item.id), { policy, threshold: 0.5 }),
  )
  expect(alone).toEqual(verdicts)
})

test.for(BENCHMARK_KINDS)('%s: an item without a prediction is wrong', (kind) => {
  const scored = score(kind, { kind: 'scores', byItem: new Map() })
  expect(scored.coverage.items).toEqual({ expected: 2, scored: 0 })
  const [policy] = scored.usualPolicies().filter((text) => kindOf(kind).boardOf(text) !== undefined)
  const results = scored.report([policy ?? ''])
  const headline = kindOf(kind).headline(results)
  // Of a preference it ranks last: third of three, and nothing rejected, (1/3 + 0) / 2.
  const value = kind === 'preference' ? 1 / 6 : 0
  expect(headline).toMatchObject({ status: 'ok', value })
})

function goldItem(kind: BenchmarkKind, item: BenchmarkItem) {
  const { expectedOf, goldOf, clusterOf, factsOf } = kindOf(kind)
  const { id, subset } = item
  return {
    id,
    subset,
    cluster: clusterOf(item),
    facts: factsOf(item),
    expected: expectedOf(item),
    gold: goldOf(item),
  }
}

function read(kind: BenchmarkKind): Predictions {
  const reader = predictionReader(ITEMS[kind].map(kindOf(kind).expectedOf), { scoreKind })
  for (const line of LINES[kind]) reader.line(line)
  const result = reader.finish()
  if (result.status === 'refused') throw new Error(JSON.stringify(result.issues))
  return result.predictions
}

function score(kind: BenchmarkKind, predictions = read(kind)): ScoredRun {
  const items = ITEMS[kind].map((item) => goldItem(kind, item))
  return kindOf(kind).score(definition(kind), items, predictions, { scoreKind })
}
