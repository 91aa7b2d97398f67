import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GoldItem } from '#schema/kinds/kind.ts'
import type { ClusterDraws } from '#schema/metrics/cluster-draws.ts'
import { NO_CHOICE } from '#schema/metrics/choice.ts'
import { expectChoices, isSampled, subsetSizes } from '#schema/metrics/subsets.ts'
import { seededRandom } from '#schema/random.ts'

/** Writes which clusters were drawn, for the other programs: of each part, its items by id and its weights. */
export function writeDraws(
  folder: string,
  parts: readonly {
    readonly id: string
    readonly items: readonly GoldItem<unknown>[]
    readonly draws: ClusterDraws
  }[],
): void {
  for (const { id, items, draws } of parts) {
    const { clusters, resamples, weights } = draws
    const of = Object.fromEntries(items.map((item, index) => [item.id, draws.of[index]]))
    writeFileSync(join(folder, `${id}.json`), JSON.stringify({ clusters, resamples, of }))
    writeFileSync(join(folder, `${id}.bin`), weights)
  }
}

/** Writes the subsets of candidates that `bestOfN` draws under seed 0, problem by problem, size by size. */
export function writeSubsets(folder: string, totals: readonly number[]): void {
  const random = seededRandom(0)
  const drawn = totals.map((total) => {
    const own = seededRandom(random() * 2 ** 32)
    return subsetSizes(total).flatMap((n) => {
      if (!isSampled(total, n)) return []
      const members: number[] = []
      const record = (subset: Int32Array) => {
        members.push(...subset)
        return NO_CHOICE
      }
      expectChoices([record], { total, n, random: own })
      return members
    })
  })
  writeFileSync(join(folder, 'subsets.bin'), Uint8Array.from(drawn.flat()))
}
