import type { BenchmarkKind } from '#schema/benchmark.ts'
import type { Disclosure } from '#schema/disclosure.ts'
import type { Event } from '#schema/event.ts'
import type { AnyOutcome } from '#schema/item-verdict.ts'
import type { ModelKind } from '#schema/manifest.ts'
import type { RankingClass } from '#schema/policy.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { TRUST_LEVELS, type Trust } from '#schema/trust.ts'
import { cut } from './format.ts'

export const KIND_WORDS = {
  discriminative_prm: 'discriminative PRM',
  generative_prm: 'generative PRM',
  implicit_prm: 'implicit PRM',
  outcome_rm: 'outcome reward model',
  prompted_judge: 'prompted judge',
  baseline: 'baseline',
} as const satisfies Record<ModelKind, string>

/** What a kind of benchmark is called, its metric, the number its runs rank by, in what scale, and the page that defines it. */
export const BENCHMARK_WORDS = {
  first_error: {
    name: 'First error',
    title: 'First-error F1',
    value: 'Average F1',
    scale: 'Label-free class, average F1 ×100',
    method: '/method/first-error',
  },
  step_labels: {
    name: 'Step labels',
    title: 'PRMScore',
    value: 'PRMScore',
    scale: 'Label-free class, PRMScore over all steps ×100',
    method: '/method/step-labels',
  },
  best_of_n: {
    name: 'Best of N',
    title: 'Best-of-N accuracy',
    value: 'Accuracy',
    scale:
      'Problems whose chosen candidate is right, the one whose lowest step score is highest (best_of:min), in %',
    method: '/method/best-of-n',
  },
  preference: {
    name: 'Preference',
    title: 'Mean reciprocal rank',
    value: 'MRR',
    scale: 'Mean reciprocal rank of the chosen one, averaged over subsets, ×100',
    method: '/method/preference',
  },
} as const satisfies Record<
  BenchmarkKind,
  { name: string; title: string; value: string; scale: string; method: string }
>

export const CLASS_WORDS = {
  label_free: {
    name: 'label-free',
    rule: 'No benchmark label chose the threshold: it is fixed or was declared beforehand, or the run votes.',
  },
  tuned: {
    name: 'tuned',
    rule: 'The threshold was chosen on the labels of one subset, whose own cell is in sample.',
  },
  oracle: {
    name: 'oracle, not ranked',
    rule: 'The best threshold of each subset, chosen on the very labels it is scored on: an upper bound, never ranked.',
  },
} as const satisfies Record<RankingClass, { name: string; rule: string }>

/** The mark (a class of the stylesheet) and the words of each outcome. */
export const OUTCOME_WORDS = {
  hit: { mark: 'found', word: 'found' },
  early: { mark: 'early', word: 'too early' },
  late: { mark: 'late', word: 'too late' },
  missed: { mark: 'missed', word: 'missed' },
  passed_gold: { mark: 'missed', word: 'gold passed' },
  undecided: { mark: 'missed', word: 'undecided' },
  false_alarm: { mark: 'alarm', word: 'false alarm' },
  passed: { mark: 'passed', word: 'passed' },
  all_right: { mark: 'found', word: 'all as labelled' },
  missed_steps: { mark: 'missed', word: 'wrong step passed' },
  false_flags: { mark: 'alarm', word: 'right step flagged' },
  both: { mark: 'both', word: 'both' },
  chose_right: { mark: 'found', word: 'chose a right one' },
  chose_wrong: { mark: 'alarm', word: 'chose a wrong one' },
  only_right: { mark: 'passed', word: 'only right ones' },
  none_right: { mark: 'undec', word: 'none is right' },
  chosen_first: { mark: 'found', word: 'chosen is first' },
  tied_first: { mark: 'both', word: 'tied for first' },
  outranked: { mark: 'alarm', word: 'outranked' },
  chosen_unscored: { mark: 'missed', word: 'chosen has no score' },
  none_rejected: { mark: 'undec', word: 'nothing to compare' },
} as const satisfies Record<AnyOutcome, { mark: string; word: string }>

export const EVENT_WORDS = {
  benchmark_published: 'Benchmark published',
  catalog_published: 'Catalog published',
  token_created: 'Token made',
  token_revoked: 'Token revoked',
  submitter_created: 'Submitter signed in',
  submission_refused: 'Submission refused',
  drafts_removed: 'Drafts removed',
  run_listed: 'Run listed',
  run_unlisted: 'Run recomputed, unlisted',
  run_published: 'Run published',
  run_withdrawn: 'Run withdrawn',
  run_superseded: 'Run superseded',
  rescore_requested: 'Recomputing asked for',
  run_rescored: 'Run recomputed',
  run_held: 'Run held',
  run_cleared: 'Run cleared',
  run_reproduced: 'Run reproduced',
  run_trust_lowered: 'Run no longer reproduced',
} as const satisfies Record<Event['type'], string>

export const TRUST_WORDS = {
  reported: 'A paper’s number, without scores.',
  recomputed: 'Scores were uploaded and every metric recomputed here.',
  reproduced: 'Another owner’s run of the same model revision agrees.',
} as const satisfies Record<Trust, string>

/** What the mark beside the level says. */
export const ATTESTED_WORDS = 'A signed CI identity names the image that it ran, by its digest.'
export const ATTEMPTS_WORDS =
  'Runs of the model that its submitter finalized on this benchmark, whatever became of them.'

export const DISCLOSURE_WORDS = {
  clean: 'declared clean',
  overlap: 'overlap declared',
  not_stated: 'not stated',
} as const satisfies Record<Disclosure, string>

/** How many bars of the trust chip are filled. */
export function trustBars(trust: Trust): number {
  return TRUST_LEVELS.indexOf(trust) + 1
}

/** What a run's scores are, in words. */
export function scoreKindWords(kind: ScoreKind): string {
  const declared = kind.cut === undefined ? '' : `, cut ${cut(kind.cut)} declared beforehand`
  switch (kind.kind) {
    case 'probability':
      return `probabilities${declared}`
    case 'bounded':
      return `numbers from ${cut(kind.range[0])} to ${cut(kind.range[1])}${declared}`
    case 'unbounded':
      return `unbounded numbers${declared}`
  }
}

/** A model's name without its owner. */
export function nameOf(model: { readonly id: string }): string {
  return model.id.slice(model.id.indexOf('/') + 1)
}

/** Who published a model; undefined for a bare name. */
export function ownerOf(model: { readonly id: string }): string | undefined {
  const slash = model.id.indexOf('/')
  return slash === -1 ? undefined : model.id.slice(0, slash)
}

export const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const

/** When each outcome holds. */
export const OUTCOME_RULES = {
  hit: 'With an error: the flag is at the labelled step.',
  early: 'With an error: the flag comes before the labelled step.',
  late: 'With an error: the labelled step passes and a later one is flagged.',
  missed: 'With an error: no step is flagged.',
  passed_gold:
    'With an error: the labelled step passes, and a later score that is needed is missing.',
  undecided: 'A score that the decision needs is missing, or no vote could be read.',
  false_alarm: 'Without an error: a step is flagged.',
  passed: 'Without an error: no step is flagged.',
  all_right: 'Every wrong step is flagged and every right one passes.',
  missed_steps: 'A wrong step passes; no right one is flagged.',
  false_flags: 'A right step is flagged; no wrong one passes.',
  both: 'A wrong step passes, and a right one is flagged.',
  chose_right: 'Some candidates are right, and one of them is chosen.',
  chose_wrong: 'Some candidates are right, and none of them is chosen.',
  only_right: 'Every candidate is right, so any choice is.',
  none_right: 'No candidate is right, so no choice can be.',
  chosen_first: 'The chosen one has a higher score than every rejected one.',
  tied_first: 'No rejected one has a higher score, but one has the same.',
  outranked: 'A rejected one has a higher score.',
  chosen_unscored: 'The chosen one has no score, so it ranks last.',
  none_rejected: 'Nothing was rejected, so there is nothing to rank above.',
} as const satisfies Record<AnyOutcome, string>
