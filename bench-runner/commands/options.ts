import { Argument, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { POLICY_FORMS } from '#schema/policy.ts'
import { PolicyText, RANK } from '#schema/policy-text.ts'
import { parseScoreKind, type ScoreKind } from '#schema/score-kind.ts'
import { SELECTION_FORMS } from '#schema/selection.ts'
import { IMAGE_DIGEST } from '#schema/trust/attested.ts'
import { parseTransform, TRANSFORM_FORMS } from '#schema/transform.ts'

const SCORE_KIND = '--score-kind <kind>'
const PROBABILITY: ScoreKind = { kind: 'probability' }

export function runArgument() {
  return new Argument('<run>', 'the id of a run: run_…')
}

export function benchmarkOption() {
  return new Option('-b, --benchmark <id>', 'a built-in benchmark, or the path of a manifest')
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

export function imageOption() {
  return new Option('--image <digest>', 'digest of the container image this runs in')
    .env('STEPMARK_IMAGE')
    .argParser(readImage)
}

export function scoreKindOption() {
  return new Option(SCORE_KIND, 'what the scores are: probability, bounded:lo,hi or unbounded')
    .argParser(readScoreKind)
    .default(PROBABILITY, 'probability')
}

/** Of scores that an adapter may have a word in. */
export function askedScoreKindOption() {
  return new Option(
    SCORE_KIND,
    'what the scores are: probability, bounded:lo,hi or unbounded (default: what the adapter gives, or probability)',
  ).argParser(readScoreKind)
}

export function seedOption() {
  return new Option('--seed <number>', 'seed of everything drawn at random')
    .argParser(readSeed)
    .default(0)
}

export function policyOption() {
  return new Option(
    '-p, --policy <policy>',
    'how scores become decisions; repeatable: fixed:<t>, tuned:<subset>, oracle, vote (default: fixed:0.5, tuned, oracle; vote for verdicts); on a pool: pass, majority, best_of:<aggregation>, vote:<aggregation>, … (default: these four, every aggregation); on preferences: rank',
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

function readImage(text: string): string {
  if (IMAGE_DIGEST.test(text)) return text
  throw new InvalidArgumentError('Write sha256:<64 hexadecimal digits>, or name@ before it.')
}

function readScoreKind(text: string): ScoreKind {
  const kind = parseScoreKind(text)
  if (kind) return kind
  throw new InvalidArgumentError('Available: probability, bounded:<low>,<high>, unbounded.')
}

/** Policies as they are written; which of them fit is known once the benchmark is. */
function addPolicy(text: string, before: readonly string[] = []): readonly string[] {
  if (!PolicyText.safeParse(text).success) {
    throw new InvalidArgumentError(
      `Available: ${POLICY_FORMS}; on a pool ${SELECTION_FORMS}; on preferences ${RANK}.`,
    )
  }
  return before.includes(text) ? before : [...before, text]
}

function readTransform(text: string): string {
  if (parseTransform(text) !== undefined) return text
  throw new InvalidArgumentError(`Available: ${TRANSFORM_FORMS}.`)
}

function readSeed(text: string): number {
  const seed = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new InvalidArgumentError('Write a whole number.')
}
