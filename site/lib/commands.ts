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
