import type { Trajectory } from '#schema/item.ts'
import type { RunManifest } from '#schema/manifest.ts'
import type { ExpectedItem, PredictionKind } from '#schema/prediction.ts'
import type { AnyPredictionLine, PredictionLine } from '#schema/prediction-line.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import type { ChosenAdapter } from '../adapters/read-adapter.ts'
import type { Failed } from '../failure.ts'
import type { Capability } from './engine.ts'
import type { EngineOptions } from './engine-options.ts'

/**
 * What became of one trajectory, or of the item that several are of. A failed one is written down and
 * counted, never dropped.
 */
export type Judgement =
  | { readonly status: 'scored'; readonly line: PredictionLine }
  | { readonly status: 'item_scored'; readonly line: AnyPredictionLine }
  | { readonly status: 'failed'; readonly id: string; readonly reason: string }

/** A model that is ready to judge. It sees trajectories, never labels. */
export interface StepScorer {
  readonly predictions: PredictionKind
  /** What the run's manifest says of it. */
  describe(): Pick<RunManifest, 'backend'> &
    Partial<Pick<RunManifest, 'adapter' | 'truncation' | 'seed' | 'disclosure' | 'published'>>
  /**
   * One judgement for every trajectory or for every item, in any order. It may draw several
   * trajectories before it answers, to fill a batch. When the signal aborts it ends, soon, with what
   * it has.
   */
  score(
    trajectories: Iterable<Trajectory> | AsyncIterable<Trajectory>,
    signal: AbortSignal,
    /** Trajectories that have a judgement; there are none among them unless it takes the whole run. */
    isScored?: (trajectory: string) => boolean,
  ): AsyncIterable<Judgement>
  /**
   * Whether it is given every trajectory of a run that is taken up again, those with a judgement among
   * them, so that it can ask in the same batches as if the run had never stopped.
   */
  readonly takesWholeRun?: boolean
  /** Tokens that were fed to a model and written by it so far. */
  tokens?(): number
  close?(): Promise<void>
}

export interface ScorerOptions {
  readonly model: string
  readonly scoreKind: ScoreKind
  readonly seed: number
  /** Predictions to replay. */
  readonly predictions?: string | undefined
  /** How trajectories are fed; of backends with capabilities, which are never opened without one. */
  readonly adapter?: ChosenAdapter | undefined
  readonly engine?: EngineOptions | undefined
  /** Every item of the benchmark, of which a run may score a part. */
  readonly items: readonly ExpectedItem[]
}

export interface OpenedScorer {
  readonly status: 'ok'
  readonly scorer: StepScorer
  /** SHA-256 of the scores, where it has them already and no file of the options holds them. */
  readonly digest?: string
  /** SHA-256 of the model's weights, where they are here. */
  readonly weights?: string
}

/** An engine that computes scores. */
export interface Backend {
  readonly id: string
  readonly description: string
  /** The models it has, where they are known beforehand. */
  readonly models: readonly string[]
  /** What it can be asked; none of it without an adapter. Left out where it takes no adapter. */
  readonly capabilities?: readonly Capability[]
  open(options: ScorerOptions): Promise<OpenedScorer | Failed>
}
