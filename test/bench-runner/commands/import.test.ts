import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { RunManifest } from '#schema/manifest.ts'
import { IMPORTS, NOT_IMPORTED } from '../../../bench-runner/imports/imports.ts'
import { hasSharedData } from '../../shared-data.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'

const SCORES = '../shared/data/scores'
/** Makes every download fail, also one that should not be tried. */
const OFFLINE = "globalThis.fetch = async () => { throw new TypeError('fetch failed') }"
const NO_NETWORK = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(OFFLINE)}` }

test.for([
  [[], 'Give either --source ID, or --from FORMAT and files'],
  [['--source', 'r-prm', '--cut', '0.5'], '--cut is for --from; leave it out'],
  [['--source', 'r-prm', 'rows.jsonl'], 'Files are for --from; leave it out'],
  [['--source', 'nobody'], 'Unknown source "nobody". Available: fover, r-prm, strict-prm-bench'],
  [['--source', 'r-prm', '--model', 'x'], 'Unknown model "x". Available: r-prm'],
  [['--source', 'reasoneval'], 'there is no benchmark here for its items'],
  [['--source', 'strict-prm-bench-math500'], '157 of 500 gold answers were read wrongly'],
  [['--source', 'fover'], 'No digest is known here of 16 of 21 models'],
  [['--source', 'r-prm', '--submit'], 'No token. Set STEPMARK_TOKEN'],
] as const)('refuses %s as wrong usage', async ([args, message]) => {
  const env = { STEPMARK_CACHE: temporaryFolder(), STEPMARK_TOKEN: '', ...NO_NETWORK }
  const { code, stdout, stderr } = await stepmark(['import', args], env)
  expect(stderr).toContain(message)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('ends with 4 when the network does not answer', async () => {
  const env = { STEPMARK_CACHE: temporaryFolder(), ...NO_NETWORK }
  const { code, stderr } = await stepmark(['import', '--source', 'r-prm'], env)
  expect(stderr).toContain('fetch failed. Try again, or give a local copy with --data')
  expect(code).toBe(4)
})

test('lists sources, and the ones that cannot be imported', async () => {
  const { stdout, stderr, code } = await stepmark(['list', 'sources', '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject([
    { id: 'fover', models: '21', benchmark: 'processbench-1000', license: 'CC BY 4.0' },
    { id: 'r-prm', models: '1', benchmark: 'prmbench', license: 'none stated' },
    { id: 'strict-prm-bench', models: '7', license: 'CC-BY-4.0' },
  ])
  for (const name of Object.keys(NOT_IMPORTED)) expect(stderr).toContain(`Not imported: ${name}:`)
})

test.for(IMPORTS.map(({ id }) => id))('docs/imports.md explains %s', (id) => {
  const text = readFileSync('docs/imports.md', 'utf8')
  expect(text).toContain(`| \`${id}\` |`)
  expect(text).toContain(`**\`${id}\`**`)
})

describe.skipIf(!hasSharedData)('from local copies of published scores', () => {
  test('makes an ordinary run folder whose manifest says where the scores are from', async () => {
    const data = ['--data', SCORES, '--benchmark-data', '../shared/data/prmbench']
    const output = temporaryFolder()
    const args = ['import', '--source', 'r-prm', ...data, '--output', output]
    const { code, stdout } = await stepmark(args, NO_NETWORK)
    expect(code).toBe(0)
    const folder = stdout.trim()
    const manifest = RunManifest.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')))
    expect(manifest).toMatchObject({
      benchmark: 'prmbench',
      model: { id: 'NJUNLP/R-PRM', kind: 'generative_prm', params: 7e9 },
      backend: { kind: 'import', version: 'e3dd60563264eb250fbe1322956de1df2a991574' },
      scoreKind: { kind: 'probability' },
      partial: false,
    })
    expect(manifest.published).toEqual({
      citation: expect.stringContaining('She et al. 2025'),
      url: 'https://github.com/NJUNLP/R-PRM/tree/e3dd60563264eb250fbe1322956de1df2a991574',
    })
    expect(manifest.cost).toBeUndefined()
    const validated = await stepmark(['validate', folder], NO_NETWORK)
    expect(validated.code).toBe(0)

    const Metrics = z.object({ prmbench: z.object({ 'r-prm': z.looseObject({}) }) })
    const expected = Metrics.parse(readExpected()).prmbench['r-prm']['fixed:0.5']
    const report = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'))
    const values = valuesOf(report, { policy: 'fixed:0.5', metric: 'prm_score' })
    for (const [subset, { prm_score }] of Object.entries(
      z.record(z.string(), z.looseObject({ prm_score: z.number() })).parse(expected),
    )) {
      expect(values.get(subset)).toBeCloseTo(prm_score, 12)
    }
  })

  test('imports the models that are there and counts the others', async () => {
    const data = ['--data', SCORES, '--benchmark-data', '../shared/data/processbench-1000']
    const output = temporaryFolder()
    const args = ['import', '--source', 'fover', ...data, '--output', output]
    const { code, stdout, stderr } = await stepmark(args, NO_NETWORK)
    expect(code).toBe(0)
    expect(stderr).toContain('16 models of fover are not in ../shared/data/scores')
    const folders = stdout.trim().split('\n')
    expect(folders).toHaveLength(5)
    const Runs = z.object({
      'processbench-1000': z.record(
        z.string(),
        z.looseObject({ 'fixed:0.5': z.looseObject({ average: z.number() }) }),
      ),
    })
    const expected = Runs.parse(readExpected())['processbench-1000']
    for (const folder of folders) {
      const { model } = RunManifest.parse(
        JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')),
      )
      const report = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'))
      const values = valuesOf(report, { policy: 'fixed:0.5', metric: 'f1' })
      const name = model.id.slice(model.id.indexOf('/') + 1)
      expect(values.get('average')).toBeCloseTo(expected[name]?.['fixed:0.5'].average ?? -1, 12)
    }
  })

  test('says that a model it was asked for is not there', async () => {
    const data = ['--data', SCORES, '--benchmark-data', '../shared/data/processbench-1000']
    const asked = ['--source', 'fover', '--model', 'ryokamoi/Qwen-2.5-7B-FoVer-PRM']
    const { code, stderr } = await stepmark(['import', asked, data], NO_NETWORK)
    expect(code).toBe(1)
    expect(stderr).toContain('holds neither processbench-1000')
  })
})

function readExpected(): unknown {
  return JSON.parse(readFileSync('../shared/data/EXPECTED.json', 'utf8'))
}

/** The values of a report by subset. */
function valuesOf(report: unknown, { policy, metric }: { policy: string; metric: string }) {
  const Row = z.object({
    policy: z.string(),
    subset: z.string(),
    metric: z.string(),
    value: z.number().optional(),
  })
  const { results } = z.object({ results: z.array(Row) }).parse(report)
  const rows = results.filter((row) => row.policy === policy && row.metric === metric)
  return new Map(rows.map(({ subset, value }) => [subset, value]))
}
