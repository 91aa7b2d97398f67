import { baseline } from './baseline.ts'
import { openai } from './http/openai.ts'
import { sglang } from './http/sglang.ts'
import { sidecar } from './http/sidecar.ts'
import { vllm } from './http/vllm.ts'
import { onnx } from './onnx/onnx.ts'
import { replay } from './replay.ts'
import type { Backend } from './step-scorer.ts'

export const BACKENDS: readonly Backend[] = [baseline, onnx, vllm, sglang, openai, sidecar, replay]
