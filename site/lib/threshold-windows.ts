import { scaleLinear } from 'd3-scale'
import { isRight, rightRange } from '#schema/metrics/decision.ts'
import type { Label } from '#schema/verdict.ts'
import { list, score } from './format.ts'
import type { FirstErrorJudgement } from './judgement.ts'
import { laneScale } from './lanes.ts'

/** The thresholds that make one run right on an item. */
export interface ThresholdWindow {
  readonly letter: string
  /** `unknown`: a score it depends on is missing. */
  readonly status: 'some' | 'none' | 'unknown'
  readonly above: number
  readonly upTo: number
  readonly words: string
  /** Whether the run's own threshold lies within. */
  readonly holds: boolean
  readonly threshold: number | null
}

export function thresholdWindows(
  lanes: readonly { readonly letter: string; readonly judgement: FirstErrorJudgement }[],
  label: Label,
): readonly ThresholdWindow[] {
  return lanes.flatMap(({ letter, judgement: { scores, threshold, outcome } }) => {
    if (!scores) return []
    const decisive = label.kind === 'at' ? scores.slice(0, label.step + 1) : scores
    const known = !decisive.includes(null)
    const range = rightRange(
      label,
      Float64Array.from(scores, (value) => value ?? Number.NaN),
    )
    const { above, upTo } = range ?? { above: 0, upTo: 0 }
    const status = range ? 'some' : known ? 'none' : 'unknown'
    const words = range ? rangeWords(above, upTo) : known ? 'none' : 'not scored'
    return [{ letter, status, above, upTo, words, holds: isRight(outcome), threshold }]
  })
}

function rangeWords(above: number, upTo: number): string {
  if (above === Number.NEGATIVE_INFINITY) return `up to ${score(upTo)}`
  if (upTo === Number.POSITIVE_INFINITY) return `above ${score(above)}`
  return `${score(above)} to ${score(upTo)}`
}

/** Whether one threshold could make all of them right. Scores of different kinds share no scale. */
export function windowsFinding(
  windows: readonly ThresholdWindow[],
  judgements: readonly Pick<FirstErrorJudgement, 'scores'>[],
): string | undefined {
  const hopeless = windows.filter(({ status }) => status === 'none')
  if (hopeless.length > 0) {
    return `No threshold makes ${list(hopeless.map(({ letter }) => letter))} right`
  }
  if (windows.length < 2 || windows.some(({ status }) => status === 'unknown')) return undefined
  const scores = judgements.flatMap((judgement) => judgement.scores ?? [])
  if (!scores.every((value) => value === null || (value >= 0 && value <= 1))) return undefined
  const above = Math.max(...windows.map((window) => window.above))
  const upTo = Math.min(...windows.map((window) => window.upTo))
  const all = windows.length === 2 ? 'both' : 'all'
  if (above >= upTo) return `No single threshold makes ${all} models right`
  return `A threshold ${above >= 0 ? `above ${score(above)} and ` : ''}${upTo <= 1 ? `up to ${score(upTo)} ` : ''}makes ${all} right`
}

/** Lays windows out as bars, each on the scale of its own run. */
export function windowBars(
  windows: readonly ThresholdWindow[],
  judgements: readonly Pick<FirstErrorJudgement, 'scores' | 'threshold'>[],
  { from, to }: { from: number; to: number },
) {
  const scored = judgements.filter(({ scores }) => scores !== null)
  const scales = scored.map(({ scores, threshold }) => laneScale([...(scores ?? []), threshold]))
  const [first = [0, 1]] = scales
  const common = scales.every(([low, high]) => low === first[0] && high === first[1])
  const thresholds = new Set(windows.map(({ threshold }) => threshold))
  const [threshold = null] = thresholds
  const bars = windows.map((window, index) => {
    const x = scaleLinear([...(scales[index] ?? first)], [from, to]).clamp(true)
    const left = x(window.above)
    const width = Math.max(2, x(window.upTo) - left)
    const cutAt = window.threshold === null ? null : x(window.threshold)
    const room = window.words.length * 6.4 + 12
    const label = labelPlace({ left, right: left + width, cutAt, room }, { from, to })
    return { ...window, left, width, cutAt, label }
  })
  const x = scaleLinear([...first], [from, to])
  return {
    bars,
    ticks: common ? x.ticks(4).map((value) => ({ value, x: x(value) })) : [],
    shared:
      common && thresholds.size === 1 && threshold !== null ? { threshold, x: x(threshold) } : null,
  }
}

interface Words {
  readonly x: number
  readonly anchor: '' | 'e'
  readonly above: boolean
}

/** Where a bar's words stand: after it or before it where they meet no threshold, else above it. */
function labelPlace(
  bar: { left: number; right: number; cutAt: number | null; room: number },
  { from, to }: { from: number; to: number },
): Words {
  const { left, right, cutAt, room } = bar
  const isFree = (start: number, end: number) =>
    start >= from && end <= to && (cutAt === null || cutAt <= start || cutAt >= end)
  if (isFree(right, right + room)) return { x: right + 6, anchor: '', above: false }
  if (isFree(left - room, left)) return { x: left - 6, anchor: 'e', above: false }
  const beyond = Math.max(right, cutAt ?? right)
  if (beyond + room <= to) return { x: beyond + 6, anchor: '', above: false }
  return { x: to, anchor: 'e', above: true }
}
