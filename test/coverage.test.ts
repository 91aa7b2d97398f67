import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readCatalog } from '../bench-runner/catalog/read-catalog.ts'
import { type Backing, capabilityLines, coverageDocument } from './coverage-document.ts'

// docs/coverage.md and the states in the catalog's capabilities.jsonl are written from the capabilities.jsonl
// here, which names the tests that would fail without a capability. After a change, twice, since the first
// is written of the second: npx vitest run test/coverage.test.ts -u

const Line = z.strictObject({
  capability: z.string(),
  tests: z.array(z.tuple([z.string(), z.string()])).min(1),
  missing: z.string().optional(),
})
const BACKINGS: readonly Backing[] = readFileSync('test/capabilities.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Line.parse(JSON.parse(line)))

test.for(BACKINGS)('the tests that back $capability exist', ({ tests }) => {
  for (const [file, name] of tests) {
    expect([file, titlesOf(readFileSync(file, 'utf8'))]).toEqual([
      file,
      expect.arrayContaining([name]),
    ])
  }
})

test('the catalog tells the state of every capability', async () => {
  const read = await readCatalog()
  if (read.status === 'failed') throw new Error(read.message)
  await expect(capabilityLines(read.catalog.capabilities, BACKINGS)).toMatchFileSnapshot(
    '../bench-runner/catalog/capabilities.jsonl',
  )
})

test('docs/coverage.md tells the state of every system', async () => {
  const read = await readCatalog()
  if (read.status === 'failed') throw new Error(read.message)
  const known = read.catalog.capabilities.map(({ id }) => id)
  expect(known).toEqual(expect.arrayContaining(BACKINGS.map(({ capability }) => capability)))
  await expect(coverageDocument(read.catalog, BACKINGS)).toMatchFileSnapshot('../docs/coverage.md')
})

/** Names that tests of a file have: of test('…'), and of test.for(…)('…'). */
function titlesOf(source: string): readonly string[] {
  const titles = source.matchAll(/(?:\btest\(|\)\(|\n)\s*(['"`])(.+?)\1,/g)
  return [...titles].map(([, , title = '']) => title)
}
