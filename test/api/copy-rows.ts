import { env } from 'cloudflare:workers'

/**
 * Stores copies of every row of a table, numbered 1 to `count`. `changed` gives, by column, the SQL of
 * what differs; `n` in it is the number of the copy.
 */
export async function copyRows(
  table: string,
  count: number,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const { results } = await env.DB.prepare('select name from pragma_table_info(?)')
    .bind(table)
    .all<{ name: string }>()
  const columns = results.map(({ name }) => name)
  const values = columns.map((name) => changed[name] ?? name)
  await env.DB.prepare(
    `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ?)
     insert into ${table} (${columns.join()}) select ${values.join()} from ${table}, numbers`,
  )
    .bind(count)
    .run()
}
