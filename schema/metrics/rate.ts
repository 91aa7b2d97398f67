import type { IntervalValue } from '../interval.ts'
import type { MetricValue } from '../metric.ts'
import { wilsonInterval } from './wilson.ts'

/** A proportion of k in n with its 95 % Wilson interval; undefined when n is 0. */
export type Rate = MetricValue & { readonly k: number; readonly uncertainty: IntervalValue }

/** k of n; `none` says what there is none of when n is 0. */
export function rate(k: number, n: number, none: string): Rate {
  const uncertainty = wilsonInterval(k, n)
  if (n === 0) return { status: 'undefined', reason: none, k, n, uncertainty }
  return { status: 'ok', value: k / n, k, n, uncertainty }
}
