import { baseline } from './baseline.ts'
import { onnx } from './onnx/onnx.ts'
import { replay } from './replay.ts'
import type { Backend } from './step-scorer.ts'

export const BACKENDS: readonly Backend[] = [baseline, onnx, replay]
