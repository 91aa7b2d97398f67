import { env } from 'cloudflare:workers'

/** The test's environment with a database that counts the rows that statements read. */
export function countingReads() {
  let read = 0
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const DB = new Proxy(env.DB, {
    get: (db, key) => {
      if (key === 'prepare') return (sql: string) => counted(db.prepare(sql))
      if (key === 'batch') return batch
      const value: unknown = Reflect.get(db, key, db)
      return typeof value === 'function' ? value.bind(db) : value
    },
  })
  function counted(statement: D1PreparedStatement): D1PreparedStatement {
    const proxy = new Proxy(statement, {
      get: (target, key) => {
        if (key === 'bind') return (...values: unknown[]) => counted(target.bind(...values))
        if (key !== 'raw') return Reflect.get(target, key, target)
        return async () => {
          read += (await target.run()).meta.rows_read
          return target.raw()
        }
      },
    })
    originals.set(proxy, statement)
    return proxy
  }
  async function batch(statements: readonly D1PreparedStatement[]) {
    const results = await env.DB.batch(
      statements.map((statement) => originals.get(statement) ?? statement),
    )
    for (const { meta } of results) read += meta.rows_read
    return results
  }
  return { env: { ...env, DB }, rows: () => read }
}
