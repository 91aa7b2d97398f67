import type { BenchmarkSource } from './benchmark-source.ts'
import { bestOfN, bonGsm8k } from './best-of-n.ts'
import { prmBench } from './prmbench.ts'
import { processBench, processBench1000 } from './processbench.ts'
import { stepmarkMini, stepmarkMiniPool, stepmarkMiniSteps } from './stepmark-mini.ts'

/** The benchmarks that are built in. */
export const BENCHMARKS: readonly BenchmarkSource[] = [
  processBench,
  processBench1000,
  prmBench,
  bonGsm8k,
  bestOfN,
  stepmarkMini,
  stepmarkMiniSteps,
  stepmarkMiniPool,
]
