import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { formatPolicy, parsePolicy, type Policy } from '#schema/policy.ts'
import { parseScoreKind, type ScoreKind } from '#schema/score-kind.ts'

const PROBABILITY: ScoreKind = { kind: 'probability' }

export function benchmarkOption() {
  return new Option('-b, --benchmark <id>', 'a built-in benchmark, or the path of a manifest.json')
}

export function dataOption() {
  return new Option('--data <dir>', 'read the benchmark from this folder, download nothing')
}

export function labelsOption() {
  return new Option('--labels <set>', 'label set to apply, where a benchmark has several')
}

export function apiOption() {
  return new Option('--api <url>', 'address of the service')
    .env('STEPMARK_API')
    .default('http://localhost:8787')
    .argParser(readUrl)
}

export function scoreKindOption() {
  return new Option(
    '--score-kind <kind>',
    'what the scores are: probability, bounded:lo,hi or unbounded',
  )
    .argParser(readScoreKind)
    .default(PROBABILITY, 'probability')
}

export function policyOption() {
  return new Option(
    '-p, --policy <policy>',
    'how scores become decisions; repeatable: fixed:<t>, tuned:<subset>, oracle, vote (default: fixed:0.5, tuned, oracle; vote for verdicts)',
  ).argParser(addPolicy)
}

/** An address without path or trailing slash. */
function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new InvalidArgumentError('Write an http or https address, such as http://localhost:8787.')
}

function readScoreKind(text: string): ScoreKind {
  const kind = parseScoreKind(text)
  if (kind) return kind
  throw new InvalidArgumentError('Available: probability, bounded:<low>,<high>, unbounded.')
}

function addPolicy(text: string, before: readonly Policy[] = []): readonly Policy[] {
  const policy = parsePolicy(text)
  if (!policy) {
    throw new InvalidArgumentError('Available: fixed:<t>, tuned:<subset>, oracle, vote.')
  }
  const known = before.some((other) => formatPolicy(other) === formatPolicy(policy))
  return known ? before : [...before, policy]
}
