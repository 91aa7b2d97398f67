import { openBenchmark } from '../bench-runner/benchmarks/open-benchmark.ts'
import { readPredictions } from '../bench-runner/read-predictions.ts'
import { goldItems } from '../bench-runner/score-benchmark.ts'
import type { GoldItem } from '#schema/kinds/kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { Label } from '#schema/verdict.ts'
import { writeDraws, writeSubsets } from './draws.ts'
import { firstErrorNumbers } from './first-error-numbers.ts'
import type { Job, Numbers } from './numbers.ts'
import { type Grades, poolNumbers } from './pool-numbers.ts'
import { stepLabelsNumbers } from './step-labels-numbers.ts'

/** A whole report by Stepmark's own code, from files to numbers. */
export async function ourReport({
  task,
  benchmark,
  data,
  predictions,
  draws,
  ...options
}: Job): Promise<Numbers & { readonly revision: string; readonly readAt: number }> {
  const opened = await openBenchmark({ benchmark, data })
  if (opened.status === 'failed') throw new Error(opened.message)
  const { definition, revision } = opened
  const kind = kindOf(definition.kind)
  const gold = goldItems(definition, revision.items)
  const read = await readPredictions(
    predictions,
    gold.map(({ expected }) => expected),
    { scoreKind: { kind: 'probability' }, allowMissing: true },
  )
  if (read.status === 'failed') throw new Error(read.message)
  const readAt = performance.now()
  switch (task) {
    case 'first_error': {
      const items = gold as readonly GoldItem<Label>[]
      const facted = items.map((item, index) => {
        const own = revision.items[index]
        const known = own ? kind.factsOf(own) : {}
        const steps = 'lengths' in item.expected ? item.expected.lengths.length : 0
        return { ...item, facts: { ...known, steps } }
      })
      const found = firstErrorNumbers(facted, read.predictions, options)
      const bySubset = Map.groupBy(items, ({ subset }) => subset)
      const parts = Array.from(found.draws, ([id, own]) => ({
        id,
        items: bySubset.get(id) ?? [],
        draws: own,
      }))
      if (draws !== undefined) writeDraws(draws, parts)
      return { ...found.numbers, revision: revision.id, readAt }
    }
    case 'step_labels': {
      const items = gold as readonly GoldItem<readonly number[]>[]
      const found = stepLabelsNumbers(items, read.predictions, options)
      if (draws !== undefined) writeDraws(draws, [{ id: 'all', items, draws: found.draws }])
      return { ...found.numbers, revision: revision.id, readAt }
    }
    case 'pool': {
      const items = gold as readonly GoldItem<Grades>[]
      const found = poolNumbers(items, read.predictions, options)
      if (draws !== undefined) {
        writeDraws(draws, [{ id: 'all', items, draws: found.draws }])
        writeSubsets(
          draws,
          items.map((item) => item.gold.length),
        )
      }
      return { ...found.numbers, revision: revision.id, readAt }
    }
  }
}
