import type { Capability, Catalog, Paper } from '#schema/catalog.ts'
import { type SystemCoverage, coverageOf, NEEDED_BY_ALL } from '#schema/system-coverage.ts'

/** The tests that would fail if a capability were taken out, and what of it is still missing. */
export interface Backing {
  readonly capability: string
  readonly tests: readonly (readonly [file: string, name: string])[]
  readonly missing?: string | undefined
}

/** The lines of capabilities.jsonl with the states that tests give them. */
export function capabilityLines(
  capabilities: Catalog['capabilities'],
  backings: readonly Backing[],
): string {
  const backed = new Map(backings.map((backing) => [backing.capability, backing]))
  return capabilities
    .map(({ id, tier, description }) => {
      const backing = backed.get(id)
      const lacks = backing?.missing
      const state = !backing ? 'missing' : lacks === undefined ? 'whole' : 'partial'
      const line: Capability = {
        id,
        tier,
        description,
        state,
        ...(lacks !== undefined && { lacks }),
      }
      return `${JSON.stringify(line)}\n`
    })
    .join('')
}

/** docs/coverage.md: what works for which system of the literature, and what is missing. */
export function coverageDocument(
  { papers, capabilities, results, sources }: Catalog,
  backings: readonly Backing[],
): string {
  const backed = new Map(backings.map((backing) => [backing.capability, backing]))
  const byId = new Map(capabilities.map((capability) => [capability.id, capability]))
  const paperOf = new Map(sources.map(({ id, paper }) => [id, paper]))
  const numbers = Map.groupBy(results, ({ source }) => paperOf.get(source))
  const rows = papers.map((paper) => ({ paper, coverage: coverageOf(paper, byId) }))
  const working = rows.filter(({ coverage }) => coverage.state === 'works')
  const whole = capabilities.filter(({ state }) => state === 'whole')
  return `# Coverage

Which systems of the literature can be evaluated here. A system \`works\` when every capability it needs is whole, which takes tests that
would fail if it were taken out (\`test/capabilities.jsonl\`). All others are \`reported only\`: what their papers say is shown, and what is
missing is named. Everything needs \`${NEEDED_BY_ALL}\`. This page is generated: \`npx vitest run test/coverage.test.ts -u\`.

${working.length} of ${papers.length} systems work; ${whole.length} of ${capabilities.length} capabilities are whole.

## Systems

| system | state | needs | missing | numbers shown |
|---|---|---|---|---|
${rows.map(({ paper, coverage }) => systemRow(paper, { coverage, numbers: numbers.get(paper.id)?.length ?? 0 })).join('\n')}

## Capabilities

| capability | tier | needed by | state | backed by |
|---|---|---|---|---|
${capabilities
  .toSorted((a, b) => a.tier - b.tier)
  .map(({ id, tier, state, lacks }) => {
    const needed = id === NEEDED_BY_ALL ? papers : papers.filter(({ needs }) => needs.includes(id))
    const told = lacks === undefined ? state : `lacks ${lacks}`
    const tests = (backed.get(id)?.tests ?? [])
      .map(([file, name]) => `${file}: ${name}`)
      .join('<br>')
    return `| \`${id}\` | ${tier} | ${needed.length} | ${told} | ${tests} |`
  })
  .join('\n')}
`
}

function systemRow(
  { name, url, title, needs }: Paper,
  { coverage, numbers }: { readonly coverage: SystemCoverage; readonly numbers: number },
): string {
  const linked = `[${title}](${url})`
  const system = title.startsWith(name) ? linked : `${name}: ${linked}`
  const state = coverage.state === 'works' ? '`works`' : 'reported only'
  const lacks = coverage.needs.flatMap((need) => (need.state === 'whole' ? [] : [need.id]))
  return `| ${system} | ${state} | ${needs.join(', ')} | ${lacks.join(', ')} | ${numbers} |`
}
