import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { parseSelectionPolicy } from '#schema/metrics/selection-policy.ts'
import { parsePolicy } from '#schema/policy.ts'
import { parseScoreKind, type ScoreKind } from '#schema/score-kind.ts'
import { parseTransform, splitTransforms, TRANSFORM_FORMS } from '#schema/transform.ts'

const PROBABILITY: ScoreKind = { kind: 'probability' }

export function benchmarkOption(others = '') {
  const description = `a built-in benchmark${others}, or the path of a manifest.json`
  return new Option('-b, --benchmark <id>', description)
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
    'how scores become decisions; repeatable: fixed:<t>, tuned:<subset>, oracle, vote (default: fixed:0.5, tuned, oracle; vote for verdicts); on a pool: pass, majority, best_of:<aggregation>, vote:<aggregation>, … (default: these four, every aggregation)',
  ).argParser(addPolicy)
}

export function transformOption() {
  return new Option(
    '--transform <transform>',
    'change the scores before every policy that names no change of its own: delta, sigmoid, affine:<scale>,<shift>',
  ).argParser(readTransform)
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

/** Policies as they are written; which of them fit is known once the benchmark is. */
function addPolicy(text: string, before: readonly string[] = []): readonly string[] {
  if (!parsePolicy(text) && !parseSelectionPolicy(splitTransforms(text).rest)) {
    throw new InvalidArgumentError(
      'Available: fixed:<t>, tuned:<subset>, oracle, vote; on a pool pass, majority, best_of:<aggregation>, vote:<aggregation>, majority_or_best:<cut>:<aggregation>, mixed:<weight>:<aggregation>, first_n:<policy>.',
    )
  }
  return before.includes(text) ? before : [...before, text]
}

function readTransform(text: string): string {
  if (parseTransform(text) !== undefined) return text
  throw new InvalidArgumentError(`Available: ${TRANSFORM_FORMS}.`)
}
