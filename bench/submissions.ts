import { z } from 'zod'
import { kindOf } from '#schema/kinds/kinds.ts'
import { stepCountOf } from '#schema/prediction.ts'
import { openBenchmark, type OpenedBenchmark } from '../bench-runner/benchmarks/open-benchmark.ts'
import { readText } from '../bench-runner/read-text.ts'
import { operate } from './service.ts'
import { syntheticScores } from './synthetic-scores.ts'

// Whole runs to submit: real scores where a model scored every item, synthetic ones of ProcessBench.

const DATA = '../shared/data'

export const SUBMISSIONS = [
  { benchmark: 'processbench', data: `${DATA}/processbench` },
  {
    benchmark: 'prmbench',
    data: `${DATA}/prmbench`,
    predictions: `${DATA}/scores/prmbench/r-prm.jsonl.gz`,
  },
  {
    benchmark: 'best-of-n',
    data: `${DATA}/best-of-n-gsm8k`,
    predictions: `${DATA}/scores/best-of-n-gsm8k/qwen_prm.jsonl.gz`,
  },
] as const

/** Publishes the benchmarks to a service and makes a token to submit with. */
export async function prepare(url: string): Promise<string> {
  for (const { benchmark, data } of SUBMISSIONS) {
    await operate(url, 'admin', 'publish', benchmark, '--data', data)
  }
  return operate(url, 'admin', 'token', 'bench')
}

/** A benchmark, and prediction lines by item for it: the same each time, or by a seed. */
export async function readSubmission({
  benchmark,
  data,
  ...given
}: (typeof SUBMISSIONS)[number]): Promise<{
  readonly opened: OpenedBenchmark
  readonly linesOf: (seed: number) => ReadonlyMap<string, string>
}> {
  const opened = await openBenchmark({ benchmark, data })
  if (opened.status === 'failed') throw new Error(opened.message)
  if (!('predictions' in given)) return { opened, linesOf: (seed) => synthetic(opened, seed) }
  const read = await readText(given.predictions)
  if (read.status === 'failed') throw new Error(read.message)
  const lines = byId(read.text)
  return { opened, linesOf: () => lines }
}

function synthetic({ definition, revision }: OpenedBenchmark, seed: number) {
  const { expectedOf } = kindOf(definition.kind)
  const items = revision.items.map((item) => ({
    id: item.id,
    steps: stepCountOf(expectedOf(item)),
    label: 'label' in item && item.label.kind === 'at' ? item.label.step : -1,
  }))
  return byId(syntheticScores(items, seed))
}

function byId(text: string): ReadonlyMap<string, string> {
  const Line = z.object({ id: z.string() })
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [Line.parse(JSON.parse(line)).id, line]))
}
