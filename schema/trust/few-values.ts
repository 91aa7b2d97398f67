import type { ModelKind } from '../manifest.ts'
import type { Series } from './series.ts'
import { FEWEST, type Suspicion } from './suspicion.ts'

/**
 * One value alone, or two from a model that gives many. A baseline may: it never ranks. A critic that
 * says yes or no of each step has two values by its nature, as votes have few; one value alone is a
 * judgement of nothing whoever gives it.
 */
export function fewValues(
  series: readonly Series[],
  { modelKind }: { readonly modelKind: ModelKind },
): Suspicion | undefined {
  if (modelKind === 'baseline') return undefined
  const votes = series.flatMap((one) => one.votes)
  if (votes.length > 0) return oneVote(votes)
  const values: number[] = []
  let scored = 0
  for (const { scores } of series) {
    for (const score of scores) {
      if (Number.isNaN(score)) continue
      scored += 1
      if (values.length < 3 && !values.includes(score)) values.push(score)
    }
  }
  if (scored < FEWEST) return undefined
  if (values.length === 1) {
    const [value = 0] = values
    return {
      tag: 'constant',
      sentence: `All ${scored} scores are ${value}.`,
      numbers: { scores: scored, value },
    }
  }
  const [a = 0, b = 0] = values
  const [low, high] = [Math.min(a, b), Math.max(a, b)]
  if (values.length > 2 || !GIVES_MANY_VALUES[modelKind]) return undefined
  return {
    tag: 'two_valued',
    sentence: `The ${scored} scores are ${low} or ${high}, and nothing between, from a model that gives many values.`,
    numbers: { scores: scored, low, high },
  }
}

/** Models whose score is read from a head or from probabilities, and not from what they write. */
const GIVES_MANY_VALUES = {
  discriminative_prm: true,
  implicit_prm: true,
  outcome_rm: true,
  generative_prm: false,
  prompted_judge: false,
  baseline: false,
} as const satisfies Record<ModelKind, boolean>

function oneVote(votes: readonly string[]): Suspicion | undefined {
  const said = votes.flatMap((item) => item.split(',')).filter((vote) => vote !== 'null')
  const [first] = said
  if (votes.length < FEWEST || first === undefined || said.some((vote) => vote !== first)) {
    return undefined
  }
  const words = first === '-1' ? 'that there is no error' : `step ${first}`
  return {
    tag: 'constant',
    sentence: `All ${said.length} votes that can be read say ${words}.`,
    numbers: { votes: said.length, value: Number(first) },
  }
}
