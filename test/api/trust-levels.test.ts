import { expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import type { Standing } from '#schema/standing.ts'
import { identityToken } from './issuer.ts'
import { call, publish, refreshBoards } from './tiny.ts'
import { CATALOG, putCatalog } from './tiny-catalog.ts'
import { DIGEST, finalized, honest, moved, scored, WIDE, WIDE_ITEMS } from './wide.ts'

test('two identities of CI earn every level, and neither a download nor a gold copy earns one', async () => {
  const revision = await publish(WIDE_ITEMS, WIDE)
  const ada = await identityToken('Ada-Labs', '1001')
  const grace = await identityToken('Grace', '1002')
  const model = { id: 'test/model', revision: 'abc', kind: 'discriminative_prm' }
  const named = (id: string) => ({ revision, model: { ...model, id } })
  const read = async (id: string) => (await call(`/runs/${id}`)).json<Run>()

  await putCatalog(CATALOG)
  expect(await reportedOf('method-7b')).toContainEqual(
    expect.objectContaining({ trust: 'reported', value: 0.7 }),
  )

  const first = await finalized(ada, honest(1), { revision, model })
  expect(first).toMatchObject({ submitter: 'gh-ada-labs', trust: 'recomputed', attested: false })

  const rerun = moved(honest(1), 1e-3)
  const second = await finalized(grace, rerun, { revision, model, image: DIGEST })
  expect(second).toMatchObject({ submitter: 'gh-grace', trust: 'recomputed', attested: true })
  expect(await read(first.id)).toMatchObject({ trust: 'reproduced', witness: second.id })

  const [a = '', b = ''] = await Promise.all(
    ['a', 'b'].map(async (subset) =>
      (await call(`/runs/${first.id}/predictions/${subset}`)).text(),
    ),
  )
  const download = await finalized(grace, { a, b }, named('grace/copy'))
  expect(download).toMatchObject({
    state: 'held',
    trust: 'recomputed',
    suspicions: [{ tag: 'copied', run: first.id }],
  })
  const gold = await finalized(ada, nearGold(), { ...named('ada/gold'), image: DIGEST })
  expect(gold).toMatchObject({ state: 'held', suspicions: [{ tag: 'gold_equal' }] })

  const ranked = (await standings()).filter(({ rank }) => rank !== null)
  expect(ranked.map(({ run, trust, attested }) => ({ run, trust, attested }))).toEqual(
    expect.arrayContaining([
      { run: first.id, trust: 'reproduced', attested: false },
      { run: second.id, trust: 'recomputed', attested: true },
    ]),
  )
  expect(ranked).toHaveLength(2)
})

/** Scores of many values that decide as the labels do. */
function nearGold() {
  const shade = honest(5)
  const values = [...`${shade.a}${shade.b}`.matchAll(/0\.\d+/g)].map(([value]) => Number(value))
  return scored(({ label, steps }, step) => {
    const noise = (values.pop() ?? 0) / 4
    return step < (label.kind === 'at' ? label.step : steps.length) ? 1 - noise : noise
  })
}

async function reportedOf(model: string) {
  const { rows } = await (await call(`/reported?model=${model}`)).json<{ rows: object[] }>()
  return rows
}

async function standings(): Promise<readonly Standing[]> {
  await refreshBoards()
  const { rows } = await (await call('/leaderboards/tiny')).json<{ rows: Standing[] }>()
  return rows
}
