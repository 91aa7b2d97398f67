import type { Catalog, Paper } from '#schema/catalog.ts'

/** The tests that would fail if a capability were taken out, and what of it is still missing. */
export interface Backing {
  readonly capability: string
  readonly tests: readonly (readonly [file: string, name: string])[]
  readonly missing?: string | undefined
}

/** What every system needs, whatever else. */
const BY_ALL = 'prediction-submission'

/** docs/coverage.md: what works for which system of the literature, and what is missing. */
export function coverageDocument(
  { papers, capabilities, results, sources }: Catalog,
  backings: readonly Backing[],
): string {
  const backed = new Map(backings.map((backing) => [backing.capability, backing]))
  const whole = new Set(
    backings.flatMap(({ capability, missing }) => (missing === undefined ? [capability] : [])),
  )
  const paperOf = new Map(sources.map(({ id, paper }) => [id, paper]))
  const numbers = Map.groupBy(results, ({ source }) => paperOf.get(source))
  const rows = papers.map((paper) => ({ paper, lacks: lacking(paper, whole) }))
  const working = rows.filter(({ lacks }) => lacks.length === 0)
  return `# Coverage

Which systems of the literature can be evaluated here. A system \`works\` when every capability it needs is whole, which takes tests that
would fail if it were taken out (\`test/capabilities.jsonl\`). All others are \`reported only\`: what their papers say is shown, and what is
missing is named. Everything needs \`${BY_ALL}\`. This page is generated: \`npx vitest run test/coverage.test.ts -u\`.

${working.length} of ${papers.length} systems work; ${whole.size} of ${capabilities.length} capabilities are whole.

## Systems

| system | state | needs | missing | numbers shown |
|---|---|---|---|---|
${rows.map(({ paper, lacks }) => systemRow(paper, { lacks, numbers: numbers.get(paper.id)?.length ?? 0 })).join('\n')}

## Capabilities

| capability | tier | needed by | state | backed by |
|---|---|---|---|---|
${capabilities
  .toSorted((a, b) => a.tier - b.tier)
  .map(({ id, tier }) => {
    const backing = backed.get(id)
    const needed = id === BY_ALL ? papers : papers.filter(({ needs }) => needs.includes(id))
    const state = !backing ? 'missing' : (backing.missing && `lacks ${backing.missing}`) || 'whole'
    const tests = (backing?.tests ?? []).map(([file, name]) => `${file}: ${name}`).join('<br>')
    return `| \`${id}\` | ${tier} | ${needed.length} | ${state} | ${tests} |`
  })
  .join('\n')}
`
}

function lacking({ needs }: Paper, whole: ReadonlySet<string>): readonly string[] {
  return [...new Set([...needs, BY_ALL])].filter((need) => !whole.has(need))
}

function systemRow(
  { name, url, title, needs }: Paper,
  { lacks, numbers }: { readonly lacks: readonly string[]; readonly numbers: number },
): string {
  const linked = `[${title}](${url})`
  const system = title.startsWith(name) ? linked : `${name}: ${linked}`
  const state = lacks.length === 0 ? '`works`' : 'reported only'
  return `| ${system} | ${state} | ${needs.join(', ')} | ${lacks.join(', ')} | ${numbers} |`
}
