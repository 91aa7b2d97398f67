/** The rules of one page that carry data: the declarations, and the class that makes them. */
export type Marks = Map<string, string>

/**
 * A class that sets custom properties, such as `{ s: 0.5 }` for `--s`: where a mark stands, how long
 * a bar is. The content policy allows no style attribute, so the page gets a sheet of its own.
 */
export function placed(marks: Marks, values: Readonly<Record<string, number>>): string {
  const rule = Object.entries(values)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')
  const name = marks.get(rule) ?? `at${marks.size}`
  marks.set(rule, name)
  return name
}

/** The sheet of a page's own classes; empty where it needs none. */
export function sheetOf(marks: Marks): string {
  return [...marks].map(([rule, name]) => `.${name}{${rule}}`).join('')
}
