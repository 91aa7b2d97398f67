import { kindOf } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { decisionText } from '#schema/trust/decision-text.ts'
import type { Said } from '#schema/trust/likeness.ts'
import { seriesOf } from '#schema/trust/series.ts'
import type { PublishedBenchmark } from '../queries/benchmarks.ts'
import type { Db } from '../router.ts'
import { type ScoredSubmission, scoreStored } from '../scored-run.ts'

/** What a run says of each subset, and decides by the policy it ranks by on the board that opens. */
export function saidBySubset(
  { definition: { kind } }: Pick<PublishedBenchmark, 'definition'>,
  { items, predictions, verdicts }: Pick<ScoredSubmission, 'items' | 'predictions' | 'verdicts'>,
): readonly Said[] {
  const { boardOf, defaultBoard } = kindOf(kind)
  const policies = [...verdicts.keys()]
  const headline = policies.find((policy) => boardOf(policy) === defaultBoard) ?? policies[0] ?? ''
  const decided = verdicts.get(headline) ?? []
  const decisions = Map.groupBy(items.keys(), (index) => items[index]?.subset)
  return seriesOf(items, predictions).map((series) => ({
    ...series,
    decisions: (decisions.get(series.subset) ?? []).flatMap((index) => {
      const verdict = decided[index]
      return verdict ? decisionText(verdict) : []
    }),
  }))
}

/** The same of a run that is stored; nothing when it cannot be scored on the benchmark. */
export async function readSaid(
  db: Db,
  run: { readonly id: string; readonly manifest: RunManifest },
  benchmark: PublishedBenchmark,
): Promise<readonly Said[]> {
  const read = await scoreStored(db, run, benchmark)
  return read.status === 'refused' ? [] : saidBySubset(benchmark, read)
}
