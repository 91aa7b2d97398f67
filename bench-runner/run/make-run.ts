import type { Backend } from '../backends/step-scorer.ts'
import type { OpenedBenchmark } from '../benchmarks/open-benchmark.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { claimFolder } from './claim-folder.ts'
import { executeRun } from './execute-run.ts'
import { planOpened, type RunRequest } from './plan-run.ts'
import type { RunConfig } from './run-config.ts'

export interface MadeRun {
  readonly status: 'ok'
  readonly folder: string
  /** Items without a prediction. */
  readonly failures: number
}

/** Makes a run folder, under `output`, of scores that a backend has at once. What it cost is not told. */
export async function makeRun(
  request: RunRequest,
  options: {
    backend: Backend
    benchmark: OpenedBenchmark
    output: string
    signal: AbortSignal
  },
): Promise<MadeRun | Failed> {
  const { output, signal } = options
  const plan = await planOpened(request, options)
  if (plan.status === 'failed') return plan
  const claimed = await claim(plan.config, output)
  if (claimed.status === 'failed') return claimed
  const { folder, resumed } = claimed
  const executed = await executeRun(plan, { folder, resumed, signal, onProgress: () => {} })
  if (executed.status === 'stopped') return executed.failure
  if (executed.status === 'interrupted') {
    return failed('interrupted', 'Interrupted. The same command again goes on')
  }
  return { status: 'ok', folder, failures: executed.tally.failed }
}

async function claim(config: RunConfig, root: string) {
  try {
    return { status: 'ok', ...(await claimFolder(config, { root, now: new Date() })) } as const
  } catch (error) {
    return failed('unreadable', `Cannot write to ${root}: ${reasonOf(error)}`)
  }
}
