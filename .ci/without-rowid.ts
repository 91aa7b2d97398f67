import { globSync, readFileSync, writeFileSync } from 'node:fs'

// A table found by a text or by several columns is stored twice, in the order of its rowid and in that of
// its key, and each of its rows is two to write. Without a rowid it is stored once. drizzle-kit cannot say
// so; this adds it to what it generates. Tables of long rows stay as they are: a tree sorted by key holds
// few of those a page.
const TABLES = [
  'boards',
  'fingerprints',
  'runs',
  'scorings',
  'standings',
  'submission_parts',
  'submissions',
]

for (const file of globSync('schema/migrations/*.sql')) {
  const sql = readFileSync(file, 'utf8')
  const statements = sql.split('--> statement-breakpoint\n').map((statement) => {
    const [, table = ''] = /^CREATE TABLE `(?:__new_)?(\w+)`/.exec(statement) ?? []
    return TABLES.includes(table) ? statement.replace(/^\);$/m, ') WITHOUT ROWID;') : statement
  })
  writeFileSync(file, statements.join('--> statement-breakpoint\n'))
}
