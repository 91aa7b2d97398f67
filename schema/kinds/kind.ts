import type { z } from 'zod'
import type { BenchmarkDefinition, RevisionCounts } from '../benchmark.ts'
import type { Comparison } from '../comparison.ts'
import type { Coverage } from '../coverage.ts'
import type { Curves } from '../curve.ts'
import type { Diagnostics } from '../diagnostics.ts'
import type { ItemVerdict } from '../item-verdict.ts'
import type { MetricResult } from '../metric.ts'
import type { LabelledSteps } from '../metrics/labelled-steps.ts'
import type { PartialRule } from '../metrics/score-counts.ts'
import type { PrmVariant } from '../metrics/step-counts.ts'
import type { ExpectedItem, Prediction, PredictionKind, Predictions } from '../prediction.ts'
import type { ItemContent, ItemSummary } from '../run-item.ts'
import type { ScoreKind } from '../score-kind.ts'

/** What every kind of item has. */
export interface AnyItem {
  readonly id: string
  readonly subset: string
  readonly problem: string
}

/** What lists tell of an item beside its labels. */
export interface ItemFacts {
  readonly generator?: string | undefined
  readonly finalAnswerCorrect?: boolean | undefined
  /** Equal for the items of one task. */
  readonly task?: string | undefined
}

/** An item without its texts: what it takes to judge predictions on it. */
export interface GoldItem<Gold> {
  readonly id: string
  readonly subset: string
  readonly expected: ExpectedItem
  readonly gold: Gold
  /** Equal for items that share a problem, which are drawn together. */
  readonly cluster: string
  readonly facts: ItemFacts
}

/** A stored body with what names its item. */
export interface StoredItem {
  readonly id: string
  readonly subset: string
  readonly body: Readonly<Record<string, unknown>>
}

/** How a run is counted. */
export interface ScoringOptions {
  readonly scoreKind: ScoreKind
  /** Of step labels; strict when left out. */
  readonly variant?: PrmVariant | undefined
  /** Solutions without a flaw that items were made from; where they are scored, similarity is told. */
  readonly originals?: readonly Pick<GoldItem<unknown>, 'id' | 'subset' | 'expected'>[] | undefined
  /** Of the subsets drawn from a pool; 0 when left out, as for every published number. */
  readonly seed?: number | undefined
}

/** A run as one policy reads it, to be compared with another. */
export interface ComparedRun {
  readonly predictions: Predictions
  readonly scoreKind: ScoreKind
  readonly policy: string
}

/** An answer, or why there is none. */
export type Answer<Value> =
  | { readonly status: 'ok'; readonly value: Value }
  | { readonly status: 'refused'; readonly message: string }

/** A run's predictions put beside the labels. */
export interface ScoredRun {
  readonly predictions: PredictionKind
  readonly coverage: Coverage
  /** The policies it is reported under, each after these transforms (`sigmoid>`); none without a cut. */
  usualPolicies(this: void, prefix?: string): readonly string[]
  /** Why a policy cannot be applied to it, if so. */
  policyProblem(this: void, policy: string): string | undefined
  /**
   * Every metric under each policy; all of them at once, since some share their work. With intervals
   * where the metric has one, which take most of the time.
   */
  report(
    this: void,
    policies: readonly string[],
    options?: { readonly intervals: boolean },
  ): readonly MetricResult[]
  /** Every step with its label; left out where steps have none, or an oracle policy tells as much. */
  labelledSteps?(this: void): LabelledSteps
  /** What a policy made of each item, in the order given. */
  verdicts(this: void, policy: string): readonly ItemVerdict[]
  /** What lies behind the metrics under one policy; refused when there is nothing to tell of it. */
  diagnostics(this: void, policy: string, options?: PartialRule): Answer<Diagnostics>
  /** The headline against the threshold, each curve in at most so many points. */
  curves(this: void, points: number): Answer<Curves>
}

/**
 * One kind of benchmark: what its items hold, how predictions on them are judged, and which numbers
 * come out. An item is stored as a `body`, which all label sets share, and its `gold`.
 */
export interface Kind<Item extends AnyItem, Gold> {
  /** Version of its metrics; a change that moves any number takes a new one. */
  readonly version: string
  readonly item: z.ZodType<Item>
  readonly gold: z.ZodType<Gold>
  /** What a run may hold. */
  readonly predictions: readonly PredictionKind[]
  /** Series beside the scores that its metrics read. */
  readonly channels: readonly string[]
  /** The board it opens with: a ranking class, or a policy where each has a board of its own. */
  readonly defaultBoard: string
  goldOf(this: void, item: Item): Gold
  /** An item without its id, subset and gold, as it is stored. */
  bodyOf(this: void, item: Item): Readonly<Record<string, unknown>>
  /** The item from its stored body, id and subset; throws when body and gold do not fit. */
  join(this: void, stored: StoredItem, gold: Gold): Item
  factsOf(this: void, item: Item): ItemFacts
  /** An item as lists tell of it. */
  summaryOf(this: void, item: GoldItem<Gold>, facts: ItemFacts): ItemSummary
  /** An item's texts and labels, as readers get them. */
  contentOf(this: void, item: Item): ItemContent
  expectedOf(this: void, item: Item): ExpectedItem
  /** Step texts: of the solution, or of each candidate, or of each one compared. */
  stepsOf(this: void, item: Item): readonly string[] | readonly (readonly string[])[]
  /** The gold as revisions hash it. */
  hashedGold(this: void, item: Item): unknown
  /** Equal for items that share a problem, which resampling keeps together. */
  clusterOf(this: void, item: Item): string
  /** What samples keep in proportion, beside the subset. */
  stratumOf(this: void, item: Item): string
  count(this: void, items: readonly Item[]): RevisionCounts
  /** Puts predictions beside the labels; an item without one counts as wrong. */
  score(
    this: void,
    definition: BenchmarkDefinition,
    items: readonly GoldItem<Gold>[],
    predictions: Predictions,
    options: ScoringOptions,
  ): ScoredRun
  /**
   * Draws the resamples that intervals over a subset are taken from, where they are drawn subset by
   * subset, so that they are in memory when a run is scored. The same are drawn then if they are not.
   */
  drawAhead?(this: void, subset: string, clusters: readonly string[]): void
  /** Two runs on the same items, each read by its policy, which `policyProblem` allows. */
  compare(
    this: void,
    definition: BenchmarkDefinition,
    items: readonly GoldItem<Gold>[],
    runs: { readonly a: ComparedRun; readonly b: ComparedRun },
    options: { readonly seed: number },
  ): Comparison
  /** What one policy makes of one item; `threshold` is the cut it uses there, null without one. */
  judgeItem(
    this: void,
    item: GoldItem<Gold>,
    prediction: Prediction | undefined,
    options: { readonly policy: string; readonly threshold: number | null },
  ): ItemVerdict
  /** The board on which a policy's results stand; undefined for one that belongs to no model. */
  boardOf(this: void, policy: string): string | undefined
  /** The value a run ranks by, among those of one policy. */
  headline<Value extends Pick<MetricResult, 'subset' | 'metric'>>(
    this: void,
    results: readonly Value[],
  ): Value | undefined
}
