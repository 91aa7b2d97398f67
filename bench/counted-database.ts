import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types'

/** D1 rows, those of indexes among them. */
export interface Rows {
  read: number
  written: number
}

/**
 * A database that counts the rows that its statements read and write; without `reads`, not those of a
 * statement that answers rows without saying how many it read, which is run a second time for its count:
 * time nothing then.
 */
export function countedDatabase(
  db: D1Database,
  rows: Rows,
  { reads }: { readonly reads: boolean },
): D1Database {
  const add = ({ meta }: D1Result<unknown>) => {
    rows.read += meta.rows_read
    rows.written += meta.rows_written
  }
  return {
    prepare: (query) => counted(db.prepare(query), { add, reads }),
    async batch<Row>(statements: D1PreparedStatement[]) {
      const results = await db.batch<Row>(statements.map((one) => originals.get(one) ?? one))
      for (const result of results) add(result)
      return results
    },
    exec: (query) => db.exec(query),
    withSession: (constraint) => db.withSession(constraint),
    dump: () => Promise.reject(new Error('Not here')),
  }
}

const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

function counted(
  statement: D1PreparedStatement,
  counts: { readonly add: (result: D1Result<unknown>) => void; readonly reads: boolean },
): D1PreparedStatement {
  const { add, reads } = counts
  const told = async <Row>(result: Promise<D1Result<Row>>) => {
    add(await result)
    return result
  }
  const wrapped = new Proxy(statement, {
    get(target, key) {
      switch (key) {
        case 'bind':
          return (...values: unknown[]) => counted(target.bind(...values), counts)
        case 'all':
          return () => told(target.all())
        case 'run':
          return () => told(target.run())
        case 'raw':
          return async () => {
            if (reads) add(await target.run())
            return target.raw()
          }
        default:
          return Reflect.get(target, key, target)
      }
    },
  })
  originals.set(wrapped, statement)
  return wrapped
}
