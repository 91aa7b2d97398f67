import type { RunManifest } from '#schema/manifest.ts'
import { formatPolicy, parsePolicy } from '#schema/policy.ts'
import type { Run } from '#schema/run.ts'
import type { ScoreKind } from '#schema/score-kind.ts'

/** Commands that recompute a run's metrics from its published predictions. */
export function recomputeCommands(
  run: Pick<Run, 'id' | 'benchmark' | 'manifest'>,
  {
    origin,
    subsets,
    policies,
    key,
  }: {
    origin: string
    subsets: readonly string[]
    policies: readonly string[]
    /** Of an unlisted run's link. */
    key?: string | undefined
  },
): string {
  const files = `${origin}/api/v1/runs/${run.id}/predictions/{${subsets.join(',')}}${key === undefined ? '' : `?key=${key}`}`
  const parts = subsets.map((subset) => `${subset}.jsonl`).join(' ')
  const asked = policies.flatMap((text) => {
    const policy = parsePolicy(text)
    return policy ? [`--policy ${formatPolicy(policy)}`] : []
  })
  return [
    `curl -s -o '#1.jsonl' '${files}'`,
    // Unlike cat, awk ends every file with a line break.
    `awk 1 ${parts} > predictions.jsonl`,
    [
      'npx stepmark evaluate',
      `--benchmark ${run.benchmark}`,
      '--predictions predictions.jsonl',
      ...scoreKindFlag(run.manifest.scoreKind),
      ...asked,
    ].join(' '),
  ].join('\n')
}

/** Whether a run's scores were read from a file, not from the model. */
export function isStored({ published, backend }: RunManifest): boolean {
  return published !== undefined || backend.kind === 'replay'
}

/**
 * The command that scores the model anew; of stored scores, the one that reads them from the file which
 * recomputeCommands leaves, and keeps them as a run.
 */
export function runCommand({ manifest }: Pick<Run, 'manifest'>): string {
  const { benchmark, model, backend, scoreKind, seed } = manifest
  const isBaseline = backend.kind === 'baseline'
  const fromFile = isStored(manifest)
  const flags: readonly (readonly [string, string | number | undefined])[] = [
    ['benchmark', benchmark],
    ['backend', fromFile ? 'replay' : backend.kind],
    ['predictions', fromFile ? 'predictions.jsonl' : undefined],
    ['model', model.id],
    ['model-revision', model.revision],
    ['kind', isBaseline ? undefined : model.kind],
    ['params', model.params],
    ['base', model.base],
    ['license', model.license],
    ['cut', scoreKind.cut],
    ['seed', seed],
  ]
  return [
    'npx stepmark run',
    ...flags.flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name} ${quoted(String(value))}`],
    ),
    ...scoreKindFlag(scoreKind),
  ].join(' ')
}

/** The commands that write a run's folder in forms that others read. */
export function exportCommands(
  { id }: Pick<Run, 'id'>,
  { origin, manifest }: { readonly origin: string; readonly manifest: RunManifest },
): string {
  const folder = `runs/${manifest.model.id.replaceAll('/', '__')}/…`
  return [
    `npx stepmark export ${folder} --format eee --organization "…" --url ${origin}/runs/${id}`,
    `npx stepmark export ${folder} --format lm-eval`,
    `npx stepmark export ${folder} --format hf-eval-results --url ${origin}/runs/${id}`,
  ].join('\n')
}

/** A word as a shell reads it. */
function quoted(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function scoreKindFlag(kind: ScoreKind): string[] {
  switch (kind.kind) {
    case 'probability':
      return []
    case 'bounded':
      return [`--score-kind bounded:${kind.range.join(',')}`]
    case 'unbounded':
      return ['--score-kind unbounded']
  }
}
