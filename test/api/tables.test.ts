import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'

test('what a submission writes is stored once, not once more in the order of its key', async () => {
  const { results } = await env.DB.prepare(
    "select name from pragma_table_list where type = 'table' and wr = 1 order by name",
  ).all<{ name: string }>()
  expect(results.map(({ name }) => name)).toEqual([
    'boards',
    'fingerprints',
    'runs',
    'scorings',
    'standings',
    'submission_parts',
    'submissions',
  ])
})
