import { everyEvalEver } from './eee/every-eval-ever.ts'
import type { ExportFormat } from './export-format.ts'
import { hubEvalResults } from './hub/hub-eval-results.ts'
import { hubModelIndex } from './hub/hub-model-index.ts'
import { lmEval } from './lm-eval/lm-eval.ts'

export const EXPORT_FORMATS = [
  everyEvalEver,
  hubEvalResults,
  hubModelIndex,
  lmEval,
] as const satisfies readonly ExportFormat[]
