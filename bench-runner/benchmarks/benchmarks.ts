import type { BenchmarkSource } from './benchmark-source.ts'
import { processBench, processBench1000 } from './processbench.ts'
import { stepmarkMini } from './stepmark-mini.ts'

/** The benchmarks that are built in. */
export const BENCHMARKS: readonly BenchmarkSource[] = [processBench, processBench1000, stepmarkMini]
