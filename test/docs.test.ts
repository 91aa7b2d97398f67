import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AGGREGATIONS } from '#schema/aggregation.ts'
import { FIRST_ERROR_METRICS, STEP_LABELS_METRICS } from '#schema/metric.ts'
import { ALL_OUTCOMES } from '#schema/item-verdict.ts'
import { RANKING_CLASSES } from '#schema/policy.ts'
import { SCORE_KINDS } from '#schema/score-kind.ts'
import app from '../api/app.ts'

// The two references are written from what they describe. After a change: npx vitest run test/docs.test.ts -u

const COMMANDS = [
  'run',
  'evaluate',
  'compare',
  'validate',
  'submit',
  'import',
  'export',
  'list',
  'fetch',
  'admin',
  'admin publish',
  'admin catalog',
  'admin token',
  'admin revoke',
]

test('docs/cli.md holds the help of every command', async () => {
  const root = help([])
  const sections = COMMANDS.map((command) => {
    const [text = ''] = help(command.split(' ')).split('\n\nExit codes:')
    return `## stepmark ${command}\n\n\`\`\`\n${text}\n\`\`\`\n`
  })
  const document = [
    '# The command line\n',
    'Run as `npx stepmark …` in the checkout. Machine output goes to stdout, progress and warnings to stderr.\n',
    `\`\`\`\n${root}\n\`\`\`\n`,
    ...sections,
  ].join('\n')
  await expect(document).toMatchFileSnapshot('../docs/cli.md')
})

test('no command is missing from them', () => {
  const subcommands = (command: string[]) => {
    const [, list = ''] = /\nCommands:\n((?: .*\n)+)/.exec(`${help(command)}\n`) ?? []
    return [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => [...command, name].join(' '))
  }
  expect([...subcommands([]), ...subcommands(['admin'])].toSorted()).toEqual(COMMANDS.toSorted())
})

test('docs/api.md holds every endpoint', async () => {
  const response = await app.request('/api/v1/openapi.json', {}, { DB: {} })
  const { paths, info } = Document.parse(await response.json())
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, parameters }]) => {
      const query = parameters.filter((parameter) => parameter.in === 'query')
      const names = query.map(({ name }) => `\`${name}\``).join(', ')
      return `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${names} |`
    }),
  )
  const document = `# The API

${info.description}

Lists answer \`{rows, next, facets}\`: \`next\` is the \`cursor\` of the next page, \`facets\` count what the list can be filtered by. \`format=csv\` gives the
same rows as CSV, one column a field. Refusals answer \`{code, message, issues}\`; each issue names the item and the field.
The whole description is at \`/api/v1/openapi.json\`.

| endpoint | what | query |
|---|---|---|
${rows.join('\n')}

## Submitting a run without our runner

\`stepmark submit\` does this; any HTTP client can.

1. \`POST /api/v1/submissions\` with \`{manifest, predictions}\`: the run's manifest, and for each subset the SHA-256 of its predictions file.
2. \`PUT /api/v1/submissions/{id}/predictions/{subset}\` with the file, one JSON object a line; \`Content-Encoding: gzip\` is allowed.
3. \`POST /api/v1/submissions/{id}/finalize\` recomputes everything and lists the run, or says what is wrong.

Each call needs \`Authorization: Bearer <token>\`. Each may be sent again; the id derives from the content, so the same run is never listed twice.
`
  await expect(document).toMatchFileSnapshot('../docs/api.md')
})

test.for([
  ...FIRST_ERROR_METRICS,
  ...ALL_OUTCOMES,
  ...RANKING_CLASSES,
  ...SCORE_KINDS,
  ...AGGREGATIONS,
  ...STEP_LABELS_METRICS,
])('docs/metrics.md explains %s', (name) => {
  expect(readFileSync('docs/metrics.md', 'utf8')).toMatch(new RegExp(`\`${name}[\`:]`))
})

const Document = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string(),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
      }),
    ),
  ),
})

function help(command: readonly string[]): string {
  const args = ['bench-runner/cli.ts', ...command, '--help']
  const { STEPMARK_API: _, ...own } = process.env
  const env = { ...own, COLUMNS: '80', NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync('node', args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}
