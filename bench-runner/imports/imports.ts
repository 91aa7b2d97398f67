import { fover } from './fover.ts'
import type { ImportSource } from './import-source.ts'
import { rPrm } from './r-prm.ts'
import { MATH_500_REFUSAL, strictPrmScores } from './strict-prm-scores.ts'

/** The sources of step scores that can be imported. */
export const IMPORTS: readonly ImportSource[] = [fover, rPrm, strictPrmScores]

/** Published step scores that cannot become runs here, and why. */
export const NOT_IMPORTED = {
  'strict-prm-bench-math500': MATH_500_REFUSAL,
  'prmbench-skywork':
    'its logs hold 1,000 of the 6,211 items of PRMBench, and solutions cut off at 2,048 tokens; a run of a part is not listed',
  reasoneval: 'there is no benchmark here for its items, those of MR-MATH',
  agentprocessbench: 'there is no benchmark here for its items, trajectories of agents',
} as const satisfies Readonly<Record<string, string>>
