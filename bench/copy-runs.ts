import { globSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Makes a model's run of ProcessBench so many, by copying its rows under other names and values. */
export function copyRuns(
  state: string,
  { model, count }: { readonly model: string; readonly count: number },
): void {
  using db = openDatabase(state)
  const needed = z.object({ sql: z.string() })
  const trigger = needed.parse(
    db.prepare("select sql from sqlite_master where name = 'runs_need_submission'").get(),
  )
  db.exec('begin; drop trigger runs_need_submission')
  const id = `(select id from runs where model = '${model}' and benchmark = 'processbench')`
  const name = "'run_' || printf('%016x', n)"
  copyRows(db, 'submissions', count, { where: `id = ${id}`, changed: { id: name } })
  copyRows(db, 'runs', count, {
    where: `id = ${id}`,
    changed: { id: name, model: "'bench/' || n" },
  })
  copyRows(db, 'standings', count, {
    where: `run = ${id}`,
    changed: { run: name, model: "'bench/' || n", value: 'n / 20000.0' },
  })
  db.exec(`${trigger.sql}; commit`)
}

/** The database of a service that is not running. */
export function openDatabase(state: string): DatabaseSync {
  const [file] = globSync(`${state}/v3/d1/miniflare-D1DatabaseObject/*.sqlite`).filter(
    (path) => !path.endsWith('metadata.sqlite'),
  )
  if (file === undefined) throw new Error(`No database in ${state}`)
  return new DatabaseSync(file)
}

/** Stores copies of the rows numbered from 2, so that there are `count` with the first. */
function copyRows(
  db: DatabaseSync,
  table: string,
  count: number,
  {
    where,
    changed,
  }: { readonly where: string; readonly changed: Readonly<Record<string, string>> },
): void {
  const columns = db
    .prepare('select name from pragma_table_info(?)')
    .all(table)
    .map((row) => z.object({ name: z.string() }).parse(row).name)
  const values = columns.map((column) => changed[column] ?? column)
  db.exec(
    `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < ${count})
     insert or ignore into ${table} (${columns.join()})
     select ${values.join()} from ${table}, numbers where ${where}`,
  )
}
