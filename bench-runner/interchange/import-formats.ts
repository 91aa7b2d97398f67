import { everyEvalEverRows } from './eee/every-eval-ever-rows.ts'
import type { ImportFormat } from './import-format.ts'
import { lmEvalSamples } from './lm-eval/lm-eval-samples.ts'
import { prmBenchLog } from './prmbench-log.ts'
import { processBenchOutput } from './processbench-output.ts'

export const IMPORT_FORMATS = [
  everyEvalEverRows,
  lmEvalSamples,
  prmBenchLog,
  processBenchOutput,
] as const satisfies readonly ImportFormat[]
