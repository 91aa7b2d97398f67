import { decimal } from '#schema/format-number.ts'
import type { Standing } from '#schema/standing.ts'
import { count } from './format.ts'

/** What a run cost, as it states: its time and what the time is of. Undefined where it states none of it. */
export function costWords(
  cost: Standing['cost'] = {},
): { readonly value: string; readonly of: string | undefined } | undefined {
  const { tokens, seconds, gpu, gpuSeconds } = cost
  const amount = tokens === undefined ? undefined : tokenWords(tokens)
  if (gpuSeconds !== undefined) return { value: duration(gpuSeconds), of: gpu ?? 'of a GPU' }
  if (seconds !== undefined) return { value: duration(seconds), of: gpu ?? amount }
  return amount === undefined ? undefined : { value: amount, of: undefined }
}

function duration(seconds: number): string {
  if (seconds < 120) return `${decimal(seconds, 0)} s`
  const minutes = seconds / 60
  return minutes < 120 ? `${decimal(minutes, 0)} min` : `${decimal(minutes / 60, 1)} h`
}

function tokenWords(tokens: number): string {
  return tokens < 1e6 ? `${count(tokens)} tokens` : `${decimal(tokens / 1e6, 1)} M tokens`
}
