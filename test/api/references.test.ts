import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import { call, manifest, newToken, PREDICTIONS, publish, submit } from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

async function list(change: object = {}, predictions = PREDICTIONS): Promise<Run> {
  return (await submit(token, manifest(revision, change), predictions)).json<Run>()
}

/** What a badge says to who cannot see it. */
async function badge(path: string): Promise<string | undefined> {
  const response = await call(`/badges/${path}`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
  return /aria-label="([^"]*)"/.exec(await response.text())?.[1]
}

test('a badge tells value, interval and rank of a run, and of a model’s newest run', async () => {
  const { id } = await list({ model: { id: 'owner/name', kind: 'discriminative_prm' } })
  await env.DB.prepare(
    `update standings set rank_best = 1, rank_worst = 3,
      row = json_set(row, '$.interval', json('{"lower":0.25,"upper":0.752}'))`,
  ).run()
  expect(await badge(`tiny/${id}.svg`)).toBe('Tiny: 50.0 (25.0–75.2) · rank 1–3')
  expect(await badge('tiny/owner/name.svg')).toBe('Tiny: 50.0 (25.0–75.2) · rank 1–3')
})

test.for([
  ['held', 'Tiny: 50.0 · held'],
  ['withdrawn', 'Tiny: withdrawn'],
  ['superseded', 'Tiny: superseded'],
])('a badge says when a run is %s', async ([state, words]) => {
  const { id } = await list()
  // The database refuses to supersede by nothing.
  await env.DB.prepare('drop trigger runs_need_successor').run()
  await env.DB.prepare('update runs set state = ?').bind(state).run()
  await env.DB.prepare("update standings set row = json_set(row, '$.interval', null)").run()
  expect(await badge(`tiny/${id}.svg`)).toBe(words)
})

test('a baseline’s badge says that it is not ranked', async () => {
  const { id } = await list({ model: { id: 'baseline/x', kind: 'baseline' } })
  expect(await badge(`tiny/${id}.svg`)).toContain('not ranked')
})

test.for([
  ['tiny/run_0000000000000000.svg', 404],
  ['tiny/no/model.svg', 404],
  ['none/x.svg', 404],
  ['tiny/%3Cx%3E.svg', 422],
] as const)('there is no badge of what is not there: %s', async ([path, status]) => {
  expect((await call(`/badges/${path}`)).status).toBe(status)
})

test('a run is cited as BibTeX, with what TeX would read as commands escaped', async () => {
  const model = { id: 'o/n_1', revision: '100% & #1', kind: 'discriminative_prm' }
  const { id, createdAt } = await list({ model })
  const response = await call(`/runs/${id}/citation`)
  expect(response.headers.get('content-type')).toBe('application/x-bibtex; charset=utf-8')
  const bibtex = await response.text()
  expect(bibtex).toBe(`@misc{${id},
  author = {{ada}},
  title = {{o/n\\_1 at 100\\% \\& \\#1 on tiny: step scores and recomputed metrics}},
  year = {${createdAt.slice(0, 4)}},
  month = {${Number(createdAt.slice(5, 7))}},
  publisher = {Stepmark},
  version = {${revision}},
  url = {http://localhost/runs/${id}},
  note = {Run ${id.replace('_', '\\_')}, recomputed from its scores},
}
`)
})

test('a run is cited as text and as CSL-JSON, with who published its scores', async () => {
  const published = { citation: 'A group', url: 'https://example.org/x', license: 'MIT' }
  const { id } = await list({ published })
  const text = await (await call(`/runs/${id}/citation?format=text`)).text()
  expect(text).toContain(`http://localhost/runs/${id}`)
  expect(text).toContain('Scores published by A group, https://example.org/x')
  const csl = await (await call(`/runs/${id}/citation?format=json`)).json()
  expect(csl).toMatchObject({
    id,
    type: 'dataset',
    author: [{ literal: 'ada' }],
    version: revision,
  })
  expect((await call('/runs/run_0000000000000000/citation')).status).toBe(404)
})

test('the log is an Atom feed, newest first, of all or of one benchmark', async () => {
  const { id } = await list({ model: { id: 'm/a', kind: 'discriminative_prm' } })
  const response = await call('/events.atom?benchmark=tiny')
  expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
  const atom = await response.text()
  expect(atom).toContain('<feed xmlns="http://www.w3.org/2005/Atom">')
  const titles = [...atom.matchAll(/<title[^>]*><!\[CDATA\[(.*?)\]\]>/g)].map(([, title]) => title)
  expect(titles).toEqual(['run listed: m/a on tiny', 'benchmark published: tiny'])
  expect(atom).toContain(`http://localhost/runs/${id}`)
  expect(await (await call('/events.atom')).text()).toContain('token created')
  expect(await (await call('/events.atom?benchmark=other')).text()).not.toContain('<entry>')
  expect((await call('/events.atom?benchmark=No!')).status).toBe(422)
})

test('the log is filtered by benchmark', async () => {
  const { rows } = await (await call('/events?benchmark=tiny')).json<{ rows: { type: string }[] }>()
  expect(rows.map(({ type }) => type)).toEqual(['benchmark_published'])
})
