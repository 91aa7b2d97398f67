import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AGGREGATIONS } from '#schema/aggregation.ts'
import { MAX_ISSUES } from '#schema/error.ts'
import { FIRST_ERROR_METRICS, PREFERENCE_METRICS, STEP_LABELS_METRICS } from '#schema/metric.ts'
import { ALL_OUTCOMES } from '#schema/item-verdict.ts'
import { RANKING_CLASSES } from '#schema/policy.ts'
import { SCORE_KINDS } from '#schema/score-kind.ts'
import { DRAFT_DAYS, MAX_PART_BYTES, MAX_SCORES } from '#schema/submission.ts'
import app from '../api/app.ts'
import {
  MAX_ADDRESS_LENGTH,
  MAX_AUTHORIZATION_LENGTH,
  MAX_CATALOG_BYTES,
  MAX_JSON_BYTES,
  MAX_JSON_DEPTH,
} from '../api/limits.ts'
import { RATES } from '../api/rate-limit.ts'

// The two references are written from what they describe. After a change: npx vitest run test/docs.test.ts -u

const COMMANDS = [
  'run',
  'merge',
  'evaluate',
  'compare',
  'validate',
  'submit',
  'status',
  'withdraw',
  'supersede',
  'import',
  'export',
  'list',
  'fetch',
  'render',
  'search',
  'doctor',
  'admin',
  'admin publish',
  'admin baselines',
  'admin catalog',
  'admin token',
  'admin tokens',
  'admin revoke',
  'admin clear',
  'admin hold',
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

## Reading

Lists answer \`{rows, next, facets}\`: \`next\` is the \`cursor\` of the next page and also in the header \`Link\`, \`facets\` count what the list can be filtered by.
\`fields=run,value\` answers with those fields of the rows alone. A parameter or a field that does not exist is refused by its name.
Refusals answer \`{code, message, issues}\`; each issue names the item and the field. The whole description, with an example of every request and answer, is the
OpenAPI 3.1 document at \`/api/v1/openapi.json\`.

**Formats.** \`format=\` or the header \`Accept\` chooses \`json\`, \`csv\` (\`text/csv\`), \`ndjson\` (\`application/x-ndjson\`) or \`parquet\` (\`application/vnd.apache.parquet\`) of any list.
All but JSON are the rows alone. CSV and Parquet have one column a field under a dotted name (\`model.id\`, \`results.f1.average.value\`); Parquet's are typed: whole numbers INT64, other numbers DOUBLE.

**Boards** are filtered by \`policy\`, \`kind\`, \`trust\`, \`submitter\`, \`base\`, \`license\`, \`min_params\`, \`max_params\` and \`q\` (a part of the model id), and sorted by \`sort\` and \`order\`; rows
without a key come last in either order. Ranks are always those of the whole board. A filtered or sorted board is as of its last refresh, which follows a change within moments.

**Caching.** The ETag of a public answer is the version of the data: send it as \`If-None-Match\` and an unchanged answer is \`304\` after one row was read. Answers may be kept for 60 seconds; the edge
keeps them for the current version, so that it is at most a second behind. An answer to a token or with a \`key\` is kept nowhere.

\`\`\`
curl 'https://…/api/v1/leaderboards/processbench?sort=params&max_params=8000000000&fields=rank,value,model'
curl 'https://…/api/v1/leaderboards/processbench?format=parquet' -o board.parquet
curl 'https://…/api/v1/runs/run_0a1b2c3d4e5f6071/citation?format=bibtex'
curl 'https://…/api/v1/diff?a=run_0a1b2c3d4e5f6071&b=run_1b2c3d4e5f607182'
\`\`\`

A badge for a model card: \`![ProcessBench](https://…/api/v1/badges/processbench/Qwen/Qwen2.5-Math-PRM-7B.svg)\`.

| endpoint | what | query |
|---|---|---|
${rows.join('\n')}

## Submitting a run without our runner

\`stepmark submit\` does this; any HTTP client can.

1. \`POST /api/v1/submissions\` with \`{manifest, predictions}\`: the run's manifest, and for each subset the SHA-256 of its predictions file.
2. \`PUT /api/v1/submissions/{id}/predictions/{subset}\` with the file, one JSON object a line; \`Content-Encoding: gzip\` is allowed.
3. \`POST /api/v1/submissions/{id}/finalize\` recomputes everything and lists the run, or says what is wrong.

Each call needs \`Authorization: Bearer <token>\`. Each may be sent again; the id derives from the content, so the same run is never listed twice.
A part that was cut off leaves nothing behind: send it again, and the parts that came in before stay.

| limit | |
|---|---|
| bytes of a part, before and after decompression | ${MAX_PART_BYTES} |
| scores and votes of a part, over all channels and draws | ${MAX_SCORES.part} |
| scores and votes of all parts together | ${MAX_SCORES.run} |
| problems that one refusal lists | ${MAX_ISSUES} |
| days after which a draft without a new part is removed, with what it sent | ${DRAFT_DAYS} |

A submission is a \`draft\` until it is finalized. It then is \`listed\`, or \`refused\` where it can never be listed: a claim that does not follow from the
predictions, scores without a cut that ranks them. What is \`refused\` stays so, and each call answers with the reason again; mend the run and send it as
another. What is missing parts stays a draft.

## What becomes of a run

| state | on the boards | moved by |
|---|---|---|
| \`listed\` | ranked | \`finalize\`, or \`publish\` where it was unlisted |
| \`held\` | shown, not ranked | the service, until an operator clears it |
| \`superseded\` | no | \`POST /api/v1/runs/{id}/supersede\` with \`{by, reason}\` |
| \`withdrawn\` | no | \`POST /api/v1/runs/{id}/withdraw\` with \`{reason}\` |

Its submitter moves a run, or an operator. Nothing is deleted: the run stays readable with its state, the reason and its successor, and each move is an event.
Withdrawn is final: the same run sent again answers with what stands in its place. A successor is a run of the same submitter and benchmark that is on the
boards when it takes over; \`supersededBy\` names it, \`latest\` the end of the chain.

A submission opened with \`unlisted: true\` is answered with a \`key\`. Its run is recomputed as any other. Only who sends \`?key=\` with a read, or opens its page with it,
is shown the run; for anyone else it does not exist. It is on no board, in no list, on no page of a model or an item, and in no public log.
Only the hash of the key is kept; opening a draft again gives another key in the place of the first. Listed or unlisted is no part of the id.
\`POST /api/v1/runs/{id}/publish\` makes the same run public, unless it was withdrawn or superseded.

## When labels are revised

A benchmark's revision is the hash of its items and labels. When an operator publishes other labels of the same items, that becomes the current revision and
every run is computed anew on it from its stored scores; \`pending\` of the benchmark counts those still to come, which are not on its new board yet.
What a run had on the labels before stays: \`revisions\` of a run lists them, \`?revision=\` on the run, its metrics and a leaderboard asks for one.
A run made on earlier labels of the same items is accepted: its claim is checked on the labels it names, and it is scored on the current ones alone.
Other items are another benchmark. When a formula changes, the version of the metrics does, and runs are computed anew the same way; the event names the
versions and the headline value before and after, and the numbers of the former version give way to the new ones.

The token is one that an operator made, or an identity token of a CI job: a JWT of an OpenID Connect issuer that the service trusts, GitHub Actions
if nothing else was set, whose audience is the address of the service. It lives for minutes, so an upload of several parts fetches a fresh one
for each request. [Running a service](operating.md) says what is checked.

## Limits

| what | limit | refusal |
|---|---|---|
| requests from one address, pages included; an IPv6 address counts with its first 64 bits | ${RATES.ADDRESS_LIMIT} a minute | \`rate_limited\` (429) with \`Retry-After\` |
| writes of one submitter | ${RATES.WRITE_LIMIT} a minute | \`rate_limited\` |
| refused tokens from one address | ${RATES.FAILURE_LIMIT} a minute | \`rate_limited\` |
| JSON body | ${MAX_JSON_BYTES} bytes; ${MAX_CATALOG_BYTES} for the catalog | \`too_large\` (413) |
| predictions or items of one subset, before and after decompression | ${MAX_PART_BYTES} bytes | \`too_large\` |
| nesting of a JSON body | ${MAX_JSON_DEPTH} levels | \`too_deep\` (422) |
| address with its query | ${MAX_ADDRESS_LENGTH} characters | \`invalid_request\` (400) |
| token | ${MAX_AUTHORIZATION_LENGTH} characters | \`unauthorized\` (401) |

Requests are counted by each location of Cloudflare's on its own. Pages of other sites may read (\`Access-Control-Allow-Origin: *\`) but get no leave to
send a token or to write.

## Exports and dumps

When a run is listed, all there is of it is written to one file named by its SHA-256, which never changes: gzipped NDJSON, first the run with its manifest and label set, then its metrics, then its
predictions files line by line. \`GET /api/v1/runs/{id}/export\` answers with it. Every night a dump names the file of every run, the revision of every benchmark, the catalog and the log.
Scores that others published without a licence are in neither, and the file of their predictions is not given either (403); single items are shown, with the source.

A dump rebuilds a service through the same endpoints as anybody's:

1. Take \`GET /api/v1/dumps/{date}\` and each file it names, \`GET /api/v1/exports/{sha256}\`; check each against its name.
2. Publish the benchmarks on the new service, \`stepmark admin publish\`; the revisions must be those of the dump. A dump holds no items, which keep their own licences. The file of the catalog is the body of \`PUT /api/v1/admin/catalog\`.
3. For each run make a token for its submitter, open a submission with the \`manifest\` and \`digests\` of its first line, send for each subset its lines joined by line feeds, and finalize.

The ids are then the same, because they hash the content and the submitter, and so is every standing but for its date. Dates, states other than listed, and the log itself are not carried over by this; they are in the dump.

## What stays

Under \`/api/v1\`, this never changes: the address of an endpoint, the name, type and meaning of a field, of a parameter, of an error code and of a metric id; the id of a run, a protocol and a file; the bytes of an export.
What may be added at any time: endpoints, optional parameters, fields of answers, values of an enumeration such as outcomes and event types, columns of CSV and Parquet. Ignore what you do not know. The words of messages and the
order of fields may change. What must break goes to \`/api/v2\`, beside which \`/api/v1\` goes on.

## From TypeScript

\`stepmark/client\` is a client whose paths, queries and answers are typed by the routes themselves. The package is in no registry: install it from the repository.

\`\`\`ts
import { parseResponse } from 'hono/client'
import { stepmark } from 'stepmark/client'

const api = stepmark('https://stepmark.example')
const { rows } = await parseResponse(
  api.leaderboards[':benchmark'].$get({
    param: { benchmark: 'processbench' },
    query: { sort: 'params', limit: '10' },
  }),
)
for (const { model, value, rankRange } of rows) console.log(model.id, value, rankRange)
\`\`\`
`
  await expect(document).toMatchFileSnapshot('../docs/api.md')
})

test.for(Object.entries(RATES))('wrangler.toml binds %s as it is documented', ([name, limit]) => {
  const binding = new RegExp(`name = "${name}"\\n.*\\nsimple = \\{ limit = (\\d+), period = 60 \\}`)
  const [, bound] = binding.exec(readFileSync('wrangler.toml', 'utf8')) ?? []
  expect(Number(bound)).toBe(limit)
})

test.for([
  ...FIRST_ERROR_METRICS,
  ...ALL_OUTCOMES,
  ...RANKING_CLASSES,
  ...SCORE_KINDS,
  ...AGGREGATIONS,
  ...STEP_LABELS_METRICS,
  ...PREFERENCE_METRICS,
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
  const args = ['bench-runner/stepmark.js', ...command, '--help']
  const { STEPMARK_API: _, ...own } = process.env
  const env = { ...own, COLUMNS: '80', NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync('node', args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}
