import type { MetricValue } from '../metric.ts'
import { type WilsonInterval, wilsonInterval } from './wilson-interval.ts'

/** A proportion of k in n with its 95 % Wilson interval; undefined when n is 0. */
export type Rate = MetricValue & { readonly k: number; readonly interval: WilsonInterval }

/** k of n; `none` says what there is none of when n is 0. */
export function rate(k: number, n: number, none: string): Rate {
  const interval = wilsonInterval(k, n)
  if (n === 0) return { status: 'undefined', reason: none, k, n, interval }
  return { status: 'ok', value: k / n, k, n, interval }
}
