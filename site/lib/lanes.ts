import { scaleLinear } from 'd3-scale'
import type { StepScores } from '#schema/prediction-line.ts'
import type { ItemJudgement } from '#schema/run-item.ts'
import { cut, score } from './format.ts'
import { LETTERS } from './words.ts'

/** What a lane shows beside one step. `at` is a place on the lane, from 0 to 1. */
export type LaneCell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unscored' }
  | ({ readonly kind: 'mark'; readonly text: string; readonly at: number } & LaneMark)

/** How a mark looks, and what a flag or a miss is called. */
export type LaneMark =
  | { readonly as: 'step' | 'after' }
  | { readonly as: 'flag' | 'missed'; readonly mark: string; readonly words: string }

/** A series beside the scores, on a track of its own; null where it has no value. */
export interface LaneTrack {
  readonly name: string
  readonly values: readonly ({ readonly text: string; readonly at: number } | null)[]
}

/** How far repeated scores of a step lie apart. */
export interface LaneSpread {
  readonly from: number
  readonly to: number
  /** Where single draws stand, those at one place once. */
  readonly ticks: readonly number[]
  readonly words: string
}

/** One run's scores or votes of an item, ready to draw. */
export interface Lane<Judgement extends Pick<ItemJudgement, 'run' | 'model'> = Anyone> {
  readonly letter: string
  readonly judgement: Judgement
  /** What its head says in short: a mark, and words that a narrow page leaves out around a figure. */
  readonly head: {
    readonly mark: string
    readonly before?: string
    readonly text: string
    readonly after?: string
  }
  /** The ends of the lane, and its middle where that is a round number. */
  readonly axis: readonly string[]
  /** Where the threshold stands on the lane; null when there is none. */
  readonly threshold: number | null
  /** Which side of the threshold is flagged. */
  readonly flagged: 'below' | 'above'
  /** Whether cells are shares of votes. */
  readonly ofVotes: boolean
  readonly cells: readonly LaneCell[]
  readonly tracks: readonly LaneTrack[]
  readonly spreads: readonly (LaneSpread | null)[]
}
type Anyone = Pick<ItemJudgement, 'run' | 'model'>

/**
 * The runs that get a lane, up to five, in the order of the board: those asked for, then the first
 * ones, models before baselines.
 */
export function chooseLanes<Judgement extends Anyone>(
  judgements: readonly Judgement[],
  wanted: readonly string[],
): { readonly shown: readonly Judgement[]; readonly others: readonly Judgement[] } {
  const place = ({ run, model }: Judgement) =>
    wanted.includes(run) ? 0 : model.kind === 'baseline' ? 2 : 1
  const chosen = judgements.toSorted((a, b) => place(a) - place(b)).slice(0, LETTERS.length)
  return {
    shown: judgements.filter((judgement) => chosen.includes(judgement)),
    others: judgements.filter((judgement) => !chosen.includes(judgement)),
  }
}

/** Draws a series of step scores with its draws and the series beside it. */
export function drawScores({
  series,
  threshold,
  draws = [],
  beside = {},
  markOf,
}: {
  series: StepScores
  threshold: number | null
  draws?: readonly StepScores[]
  beside?: Readonly<Record<string, StepScores>>
  markOf: (step: number) => LaneMark
}): Pick<Lane, 'axis' | 'threshold' | 'ofVotes' | 'cells' | 'tracks' | 'spreads'> {
  const [low, high] = laneScale([...series, ...draws.flat(), threshold])
  const place = scaleLinear([low, high], [0, 1])
  return {
    axis: axisOf(low, high),
    threshold: threshold === null ? null : place(threshold),
    ofVotes: false,
    cells: series.map((value, step) =>
      value === null
        ? { kind: 'unscored' }
        : { kind: 'mark', text: score(value), at: place(value), ...markOf(step) },
    ),
    tracks: Object.entries(beside).map(([name, values]) => trackOf(name, values)),
    spreads: series.map((_, step) =>
      spreadOf(
        draws.map((draw) => draw[step] ?? null),
        place,
      ),
    ),
  }
}

/** The ends of a scale that holds all values: 0 to 1 if they lie within, else round numbers. */
export function laneScale(values: readonly (number | null)[]): readonly [number, number] {
  const known = values.filter((value) => value !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  if (known.length === 0 || (low >= 0 && high <= 1)) return [0, 1]
  if (low === high) return [low - 1, high + 1]
  const [from = low, to = high] = scaleLinear([low, high], [0, 1]).nice(4).domain()
  return [from, to]
}

function axisOf(low: number, high: number): readonly string[] {
  return low === 0 && high === 1 ? ['0', '.5', '1'] : [cut(low), cut(high)]
}

function trackOf(name: string, values: StepScores): LaneTrack {
  const place = scaleLinear([...laneScale(values)], [0, 1])
  return {
    name,
    values: values.map((value) =>
      value === null ? null : { text: score(value), at: place(value) },
    ),
  }
}

/** Ticks closer than a hundredth of the lane are one. */
function spreadOf(
  draws: readonly (number | null)[],
  place: (value: number) => number,
): LaneSpread | null {
  const known = draws.filter((value) => value !== null)
  if (known.length < 2) return null
  const low = Math.min(...known)
  const high = Math.max(...known)
  return {
    from: place(low),
    to: place(high),
    ticks: [...new Set(known.map((value) => Math.round(place(value) * 100) / 100))],
    words: `${known.length} draws from ${score(low)} to ${score(high)}`,
  }
}
