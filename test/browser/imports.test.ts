import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Run } from '#schema/run.ts'
import { Standing } from '#schema/standing.ts'
import { serve } from '../../api/serve.ts'
import { hasSharedData } from '../shared-data.ts'
import { expectedOf, placedBoard, shared, stepmark } from './real-line.ts'

// Published step scores on their way to the boards, on a service of their own: its boards hold nothing else.

const OPERATOR_TOKEN = 'operator-of-the-imports'
const SOURCES = [
  { source: 'fover', benchmark: 'processbench-1000', data: 'processbench-1000' },
  { source: 'r-prm', benchmark: 'prmbench', data: 'prmbench' },
  { source: 'strict-prm-bench', benchmark: 'bon-gsm8k-500x32', data: 'best-of-n-gsm8k' },
] as const

describe.skipIf(!hasSharedData)('importing every published score that lies here', () => {
  let folder: string
  let url: string
  let stop: () => Promise<void>
  let token: string
  const addresses = new Map<string, readonly string[]>()

  /** Imports and submits a source's scores; the addresses of the runs. */
  async function imported({ source, data }: (typeof SOURCES)[number]): Promise<readonly string[]> {
    const from = ['--data', shared('data/scores'), '--benchmark-data', shared(`data/${data}`)]
    const args = ['import', '--source', source, ...from, '--output', folder, '--submit']
    const written = await stepmark(args, { STEPMARK_API: url, STEPMARK_TOKEN: token })
    return written.split('\n')
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepmark-'))
    const state = join(folder, 'state')
    ;({ url, stop } = await serve({ port: 0, state, operatorToken: OPERATOR_TOKEN }))
    const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: OPERATOR_TOKEN }
    token = await stepmark(['admin', 'token', 'literature'], operator)
    for (const each of SOURCES) {
      const from = ['--data', shared(`data/${each.data}`)]
      await stepmark(['admin', 'publish', each.benchmark, ...from], operator)
      addresses.set(each.source, await imported(each))
    }
  }, 300_000)
  afterAll(async () => {
    await stop()
    await rm(folder, { recursive: true })
  })

  test('fills ProcessBench-1000 with five models at the expected F1', async () => {
    const Values = z.looseObject({ average: z.number() })
    const Models = z.record(z.string(), z.looseObject({ 'fixed:0.5': Values }))
    const expected = expectedOf('processbench-1000', Models)
    const rows = await placedBoard(url, 'processbench-1000')
    expect(rows).toHaveLength(5)
    for (const row of rows) {
      const own = expected[nameOf(row)]?.['fixed:0.5'].average ?? Number.NaN
      expect(row.value).toBeCloseTo(own, 12)
    }
  })

  test('puts R-PRM on PRMBench at the expected PRMScore', async () => {
    const Report = z.looseObject({ overall: z.object({ prm_score: z.number() }) })
    const Models = z.looseObject({ 'r-prm': z.looseObject({ 'fixed:0.5': Report }) })
    const [row, ...others] = await placedBoard(url, 'prmbench')
    expect(others).toEqual([])
    const expected = expectedOf('prmbench', Models)['r-prm']['fixed:0.5'].overall.prm_score
    expect(row).toMatchObject({
      model: { id: 'NJUNLP/R-PRM' },
      value: expect.closeTo(expected, 12),
    })
  })

  test('puts three models on the pool at the expected accuracy of their product', async () => {
    const Models = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number())))
    const expected = expectedOf('best-of-n-gsm8k', Models)
    const rows = await placedBoard(url, 'bon-gsm8k-500x32?policy=best_of:prod')
    const values = new Map(rows.map((row) => [row.model.id, row.value]))
    const of = (name: string) => expect.closeTo(expected[name]?.['best_of:prod']?.['32'] ?? -1, 12)
    expect(Object.fromEntries(values)).toEqual({
      'Qwen/Qwen2.5-Math-PRM-7B': of('qwen_prm'),
      'peiyi9979/math-shepherd-mistral-7b-prm': of('math_shepherd'),
      'RLHFlow/Llama3.1-8B-PRM-Deepseek-Data': of('rlhflow_prm'),
    })
  })

  test('shows with a run who published its scores', async () => {
    const [address = ''] = addresses.get('r-prm') ?? []
    const page = await (await fetch(address)).text()
    expect(page).toContain('She et al. 2025, R-PRM')
    expect(page).toContain('none stated')
    const response = await fetch(address.replace('/runs/', '/api/v1/runs/'))
    expect(Run.parse(await response.json())).toMatchObject({
      trust: 'recomputed',
      manifest: { backend: { kind: 'import' } },
    })
  })

  test('pins every baseline below the ranking, constant-good at the expected scores', async () => {
    const operator = { STEPMARK_API: url, STEPMARK_OPERATOR_TOKEN: OPERATOR_TOKEN }
    const args = ['admin', 'baselines', 'prmbench', '--data', shared('data/prmbench')]
    expect((await stepmark(args, operator)).split('\n')).toHaveLength(5)
    expect(await stepmark(args, operator)).toBe('')
    const rows = await pinnedRows(url, 5)
    for (const { submitter, rank, held } of rows) {
      expect({ submitter, rank, held }).toEqual({ submitter: 'baselines', rank: null, held: false })
    }
    const Score = z.object({ prm_score: z.number() })
    const Report = z.looseObject({ overall: Score, sensitivity: Score })
    const Models = z.looseObject({ 'constant-good': z.looseObject({ 'fixed:0.5': Report }) })
    const expected = expectedOf('prmbench', Models)['constant-good']['fixed:0.5']
    const good = rows.find(({ model }) => model.id === 'baseline/constant-good')
    const scoreOf = (name: string) =>
      good?.results.find(({ subset, metric }) => subset === name && metric === 'prm_score')
    expect(scoreOf('overall')).toMatchObject({
      value: expect.closeTo(expected.overall.prm_score, 12),
    })
    expect(scoreOf('sensitivity')).toMatchObject({
      value: expect.closeTo(expected.sensitivity.prm_score, 12),
    })
    const page = await (await fetch(`${url}/boards/prmbench`)).text()
    const [, pinned = ''] = page.split('<tbody class="pinned">')
    expect(pinned.split('</tbody>')[0]).toContain('constant-good')
    expect([...pinned.matchAll(/45\.7|63\.3/g)].length).toBeGreaterThanOrEqual(2)
  }, 180_000)

  test('lists nothing twice when it is done again', async () => {
    expect(await imported(SOURCES[0])).toEqual(addresses.get('fover'))
    expect(await placedBoard(url, 'processbench-1000')).toHaveLength(5)
  }, 60_000)
})

/** The baselines of PRMBench once the board tells of so many, a moment after they are listed. */
async function pinnedRows(url: string, many: number): Promise<readonly Standing[]> {
  const board = `${url}/api/v1/leaderboards/prmbench?kind=baseline`
  for (;;) {
    const { rows } = Board.parse(await (await fetch(board)).json())
    if (rows.length === many) return rows
    await setTimeout(200)
  }
}
const Board = z.object({ rows: z.array(Standing) })

function nameOf({ model: { id } }: Standing): string {
  return id.slice(id.indexOf('/') + 1)
}
