import type { RunManifest } from '#schema/manifest.ts'
import type { Fingerprint } from '#schema/trust/fingerprint.ts'
import { likeness, type Said } from '#schema/trust/likeness.ts'
import type { Suspicion } from '#schema/trust/suspicion.ts'
import type { PublishedBenchmark } from '../queries/benchmarks.ts'
import { runsAlike } from '../queries/fingerprints.ts'
import type { Db } from '../router.ts'
import { readSaid } from './stored-run.ts'

/** Stored runs whose scores are read to be compared, which takes some 20 ms each. */
const MOST_COMPARED = 3

type Alike = Awaited<ReturnType<typeof runsAlike>>[number]

/**
 * An earlier run whose scores or decisions these are: of another submitter or another model, by all of
 * its scores or votes; of another model, by the scores of a subset that are nearly those.
 */
export async function findCopied(
  db: Db,
  {
    id,
    submitter,
    manifest: { model },
    benchmark,
    said,
  }: {
    readonly id: string
    readonly submitter: string
    readonly manifest: RunManifest
    readonly benchmark: PublishedBenchmark
    readonly said: readonly Said[]
  },
  fingerprints: readonly Fingerprint[],
): Promise<Suspicion | undefined> {
  if (fingerprints.length === 0) return undefined
  const about = { run: id, submitter, model: model.id, isBaseline: model.kind === 'baseline' }
  const alike = await runsAlike(db, about, fingerprints)
  const same = alike.find(({ of }) => of === 'order' || of === 'votes')
  if (same) {
    const sentence =
      same.of === 'votes'
        ? `Its votes are those of ${nameOf(same)}.`
        : `Its scores put all steps in the very order of ${nameOf(same)}.`
    return { tag: 'copied', sentence, numbers: {}, ...linkTo(same) }
  }
  const candidates = new Map(
    alike.filter((one) => one.benchmark === benchmark.definition.id).map((one) => [one.run, one]),
  )
  for (const other of [...candidates.values()].slice(0, MOST_COMPARED)) {
    const theirs = await readSaid(db, { id: other.run, manifest: other.manifest }, benchmark)
    for (const own of said) {
      const their = theirs.find(({ subset }) => subset === own.subset)
      const found = their && likeness(own, their)
      if (!found) continue
      const { of: _of, ...numbers } = found
      const correlated =
        found.of === 'scores'
          ? `, with scores that correlate at ${found.correlation.toFixed(6)}`
          : ''
      const share = (100 * found.decisions).toFixed(1)
      return {
        tag: 'copied',
        sentence: `It decides ${share} % of the items of ${own.subset} as ${nameOf(other)} does${correlated}.`,
        numbers,
        ...linkTo(other),
      }
    }
  }
  return undefined
}

/** An unlisted run is not told of. */
function nameOf({ run, model, submitter, unlisted }: Alike): string {
  return unlisted ? 'a run that is not public' : `${run} (${model}, by ${submitter})`
}

function linkTo({ run, unlisted }: Alike) {
  return unlisted ? {} : { run }
}
