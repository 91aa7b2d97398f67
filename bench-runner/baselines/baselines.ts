import type { Trajectory } from '#schema/item.ts'
import { calculatorScore } from './calculator.ts'
import { lengthScore } from './length.ts'
import { randomScore } from './random.ts'

export interface BaselineStep {
  readonly trajectory: Trajectory
  readonly index: number
  readonly text: string
  readonly seed: number
}

/** Models that need no weights, which any real one must beat. Each scores one step from 0 to 1. */
export const BASELINES = {
  'constant-good': () => 1,
  'constant-bad': () => 0,
  random: ({ seed, trajectory, index }) => randomScore(seed, trajectory.id, index),
  length: ({ text }) => lengthScore(text),
  calculator: ({ text }) => calculatorScore(text),
} as const satisfies Readonly<Record<string, (step: BaselineStep) => number>>
export type BaselineName = keyof typeof BASELINES

export const BASELINE_NAMES = Object.keys(BASELINES) as readonly BaselineName[]
