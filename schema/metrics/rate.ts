import { z } from 'zod'
import { IntervalValue } from '../interval.ts'
import { MetricValue } from '../metric.ts'
import { wilsonInterval } from './wilson.ts'

const [Measured, Undefined] = MetricValue.options
const counted = { k: z.int(), uncertainty: IntervalValue }

/** A proportion of k in n with its 95 % Wilson interval; undefined when n is 0. */
export const Rate = z
  .discriminatedUnion('status', [Measured.extend(counted), Undefined.extend(counted)])
  .meta({
    id: 'Rate',
    description: 'k of n, with the 95 % Wilson interval, which takes them as independent.',
  })
export type Rate = z.infer<typeof Rate>

/** k of n; `none` says what there is none of when n is 0. */
export function rate(k: number, n: number, none: string): Rate {
  const uncertainty = wilsonInterval(k, n)
  if (n === 0) return { status: 'undefined', reason: none, k, n, uncertainty }
  return { status: 'ok', value: k / n, k, n, uncertainty }
}
