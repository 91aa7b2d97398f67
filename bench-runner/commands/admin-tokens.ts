import { Command, Option } from '@commander-js/extra-typings'
import { csvFormat } from 'd3-dsv'
import { z } from 'zod'
import { CreatedToken, SCOPES, Token } from '#schema/submitter.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { formatTable } from '../output/table.ts'
import { answer, openOperator } from '../service.ts'
import { apiOption } from './options.ts'

const FORMATS = ['table', 'json', 'csv'] as const
type Format = (typeof FORMATS)[number]

export function tokenCommand() {
  return new Command('token')
    .description('Make a token and write it to stdout; it is shown this once')
    .argument('<submitter>', 'who may use it: lower-case letters, digits, _ and -')
    .addOption(apiOption())
    .addOption(
      new Option('--scope <scope...>', 'what it may do')
        .choices(SCOPES)
        .default(['submit' as const]),
    )
    .option('--expires <time>', 'ISO time, such as 2027-01-01T00:00:00Z')
    .action(async (submitter, { api: url, scope, expires }) => {
      const service = openOperator(url)
      if (service.status === 'failed') {
        process.exitCode = reportFailure(service)
        return
      }
      const json = { submitter, scopes: [...scope], ...(expires && { expiresAt: expires }) }
      const made = await answer(url, service.api.admin.tokens.$post({ json }), CreatedToken)
      if (made.status === 'failed') {
        process.exitCode = reportFailure(made)
        return
      }
      console.error(`Made ${made.body.id} for ${submitter}: ${scope.join(', ')}`)
      process.stdout.write(`${made.body.token}\n`)
    })
}

export function tokensCommand() {
  return new Command('tokens')
    .description('List tokens: whose they are, what they may do, and when they were used')
    .addOption(apiOption())
    .addOption(
      new Option('--format <format>', 'how to write them to stdout')
        .choices(FORMATS)
        .default('table' as const),
    )
    .action(async ({ api: url, format }) => {
      process.exitCode = await listTokens(url, format)
    })
}

export function revokeCommand() {
  return new Command('revoke')
    .description('Revoke a token')
    .argument('<token-id>', 'tok_…, as it was shown when the token was made')
    .addOption(apiOption())
    .action(async (id, { api: url }) => {
      const service = openOperator(url)
      if (service.status === 'failed') {
        process.exitCode = reportFailure(service)
        return
      }
      const call = service.api.admin.tokens[':id'].$delete({ param: { id } })
      const revoked = await answer(url, call, z.object({ id: z.string() }))
      process.exitCode = revoked.status === 'failed' ? reportFailure(revoked) : EXIT.done
    })
}

const Page = z.object({ rows: z.array(Token), next: z.string().nullable() })

async function listTokens(url: string, format: Format): Promise<ExitCode> {
  const service = openOperator(url)
  if (service.status === 'failed') return reportFailure(service)
  const tokens: Token[] = []
  for (let next: string | null | undefined; next !== null; ) {
    const query = { limit: '100', ...(next !== undefined && { cursor: next }) }
    const page = await answer(url, service.api.admin.tokens.$get({ query }), Page)
    if (page.status === 'failed') return reportFailure(page)
    tokens.push(...page.body.rows)
    next = page.body.next
  }
  process.stdout.write(`${formatTokens(tokens, format)}\n`)
  return EXIT.done
}

function formatTokens(tokens: readonly Token[], format: Format): string {
  if (format === 'json') return JSON.stringify(tokens, null, 2)
  const rows = tokens.map(({ id, submitter, scopes, lastUsedAt, expiresAt, revokedAt }) => ({
    id,
    submitter,
    scopes: scopes.join(' '),
    used: lastUsedAt ?? '',
    expires: expiresAt?.slice(0, DAY) ?? '',
    revoked: revokedAt?.slice(0, DAY) ?? '',
  }))
  if (format === 'csv') return csvFormat(rows, COLUMNS)
  const heads = COLUMNS.map((head) => ({ head }))
  const cells = rows.map((row) => COLUMNS.map((column) => row[column]))
  return formatTable(heads, cells, process.stdout)
}

const COLUMNS = ['id', 'submitter', 'scopes', 'used', 'expires', 'revoked'] as const
/** How much of an ISO time is its day. */
const DAY = 'yyyy-mm-dd'.length
