import { pools } from './best-of-n.ts'
import { firstErrorItems } from './first-error.ts'
import { stepLabelItems } from './step-labels.ts'
import { tables } from './tables.ts'

/** Every file the generator writes, by its path from here; `page` is the page whose tables are brought up to date. */
export function generated(page: string): Record<string, string> {
  const items = firstErrorItems()
  const labelled = stepLabelItems()
  return {
    'data/first-error.jsonl': jsonLines(items),
    'data/step-labels.jsonl': jsonLines(labelled),
    'data/best-of-n.jsonl': jsonLines(pools()),
    [PAGE]: withTables(page, tables(items, labelled)),
  }
}

export const PAGE = '../../docs/stepmark-mini.md'

function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function withTables(page: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((text, [name, table]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [start, end] = [text.indexOf(open), text.indexOf(close)]
    if (start < 0 || end < start) throw new Error(`docs/stepmark-mini.md has no ${open} … ${close}`)
    return `${text.slice(0, start + open.length)}\n${table}\n${text.slice(end)}`
  }, page)
}
