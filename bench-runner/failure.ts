import { type Issue, MAX_ISSUES } from '#schema/error.ts'
import { EXIT, type ExitCode } from './exit-code.ts'

/** Why something expected did not work out, with the exit code it ends in. */
export const FAILURES = {
  usage: EXIT.usage,
  missing_file: EXIT.failed,
  unreadable: EXIT.failed,
  invalid: EXIT.failed,
  digest_mismatch: EXIT.failed,
  network: EXIT.network,
  refused: EXIT.refused,
  interrupted: EXIT.interrupted,
} as const satisfies Record<string, ExitCode>
export type FailureCode = keyof typeof FAILURES

export interface Failed {
  readonly status: 'failed'
  readonly code: FailureCode
  /** What happened, then what to do. */
  readonly message: string
  readonly issues?: readonly Issue[]
}

export function failed(code: FailureCode, message: string, issues: readonly Issue[] = []): Failed {
  return { status: 'failed', code, message, ...(issues.length > 0 && { issues }) }
}

/** Says on stderr what went wrong, every problem on a line, and gives the exit code for it. */
export function reportFailure({ code, message, issues = [] }: Failed): ExitCode {
  console.error(`error: ${message}`)
  for (const issue of issues) console.error(`  ${formatIssue(issue)}`)
  if (issues.length >= MAX_ISSUES) console.error(`  (the first ${MAX_ISSUES} problems)`)
  return FAILURES[code]
}

export function formatIssue({ item, line, field, message }: Issue): string {
  const where = [line === undefined ? '' : `line ${line}`, item ?? '', field]
  return [...where.filter((part) => part !== ''), message].join(': ')
}

/** A name that is not in a list: says which are. */
export function unknownName(what: string, name: string, available: Iterable<string>): string {
  return `Unknown ${what} "${name}". Available: ${[...available].join(', ')}`
}

/** The reason in an exception from the file system, the network or a parser. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return cause === '' ? error.message : `${error.message}: ${cause}`
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
