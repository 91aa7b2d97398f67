import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EXPORT_FORMATS } from '../../../bench-runner/interchange/export-formats.ts'
import { IMPORT_FORMATS } from '../../../bench-runner/interchange/import-formats.ts'

const DOCUMENT = readFileSync('docs/interchange.md', 'utf8')

test.for(EXPORT_FORMATS.map(({ id }) => id))('docs/interchange.md explains exports to %s', (id) => {
  expect(DOCUMENT).toMatch(new RegExp(`^### .*\`${id}\``, 'm'))
})

test.for(IMPORT_FORMATS.map(({ id }) => id))('docs/interchange.md explains imports of %s', (id) => {
  expect(DOCUMENT).toContain(`\n| \`${id}\` | `)
})
