import { z } from 'zod'
import { fnv1a } from '../baselines/random.ts'
import { type Failed, failed } from '../failure.ts'

/** One of several machines’ parts of a run, by problem. */
export const Shard = z
  .strictObject({ index: z.int().nonnegative(), count: z.int().positive() })
  .refine(({ index, count }) => index < count, { error: 'Shards are counted from 0' })
export type Shard = z.infer<typeof Shard>

/** Where a scheduler’s environment says which shard this is; the first that says so holds. */
const SOURCES = [
  { index: 'STEPMARK_SHARD_INDEX', count: 'STEPMARK_SHARD_COUNT' },
  /** Slurm: arrays may start at any number. */
  {
    index: 'SLURM_ARRAY_TASK_ID',
    count: 'SLURM_ARRAY_TASK_COUNT',
    first: 'SLURM_ARRAY_TASK_MIN',
  },
  /** Kubernetes Indexed Jobs, which do not tell how many there are. */
  { index: 'JOB_COMPLETION_INDEX' },
  /** torchrun. */
  { index: 'RANK', count: 'WORLD_SIZE' },
] as const

/**
 * The shard that was asked for, as `i/n` or `auto`: of an environment that names it, with `count` where
 * that does not. Never taken from the environment unasked: a single job may run in one, too.
 */
export function readShard(
  text: string,
  {
    count,
    environment,
  }: { count?: number | undefined; environment: Readonly<Record<string, string | undefined>> },
): { readonly status: 'ok'; readonly shard: Shard } | Failed {
  if (text !== 'auto') {
    const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
    return checked(index, of, 'Write --shard i/n, i from 0 to n - 1, or auto')
  }
  const source = SOURCES.find(({ index }) => environment[index] !== undefined)
  if (source === undefined) {
    const names = SOURCES.map(({ index }) => index).join(', ')
    return failed('usage', `--shard auto finds none of ${names}; write --shard i/n`)
  }
  const first = 'first' in source ? Number(environment[source.first] ?? 0) : 0
  const index = String(Number(environment[source.index]) - first)
  const stated = 'count' in source ? environment[source.count] : undefined
  const of = stated ?? (count === undefined ? undefined : String(count))
  if (of === undefined) {
    return failed('usage', `${source.index} does not say of how many: add --shards N`)
  }
  return checked(index, of, `${source.index} ${environment[source.index]} of ${of} is no shard`)
}

function checked(
  index: string | undefined,
  count: string | undefined,
  message: string,
): { readonly status: 'ok'; readonly shard: Shard } | Failed {
  const shard = Shard.safeParse({ index: Number(index), count: Number(count) })
  return shard.success ? { status: 'ok', shard: shard.data } : failed('usage', message)
}

/**
 * The shard that a problem is of, by a hash (FNV-1a) of what all solutions of it share: it stays in one
 * shard with all of them, whatever the order of the items and whichever are left out.
 */
export function shardOf(problem: string, count: number): number {
  // By the hash’s high bits, as its low ones are poor.
  return Math.floor((fnv1a(JSON.stringify(['shard', problem])) / 2 ** 32) * count)
}
