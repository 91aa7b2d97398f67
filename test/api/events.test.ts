import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { contents, publish } from './tiny.ts'

beforeEach(async () => {
  await publish()
})

const VALUES = "'2026-01-01T00:00:00Z', 'run_listed', null, null, null, '{}'"

test.for([
  "update events set at = 'x'",
  'delete from events',
  `insert or replace into events values (1, ${VALUES})`,
  `insert into events values (1, ${VALUES})`,
  `insert into events values (1, ${VALUES}) on conflict do update set at = 'x'`,
  `insert into events values (1, ${VALUES}) on conflict do nothing`,
  `insert or ignore into events values (1, ${VALUES})`,
  `replace into events values (1, ${VALUES})`,
  `insert into events (rowid, at, type, detail) values (1, 'x', 'run_listed', '{}')`,
  `insert into events values (0, ${VALUES})`,
  `insert into events values (-1, ${VALUES})`,
  `insert into events values (99, ${VALUES})`,
  "update or ignore events set at = 'x'",
  "update or replace events set sequence = sequence + 1, at = 'x'",
  "update or fail events set detail = '{}' where sequence = 1",
])('the log refuses: %s', async (statement) => {
  const before = await env.DB.prepare('select * from events').all()
  await expect(env.DB.prepare(statement).run()).rejects.toThrow('events are append-only')
  const after = await env.DB.prepare('select * from events').all()
  expect(after.results).toEqual(before.results)
})

test('an entry is added at the end', async () => {
  const { events = 0 } = await contents()
  await env.DB.prepare(`insert into events values (null, ${VALUES})`).run()
  expect((await contents())['events']).toBe(events + 1)
})
