import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { EngineStopped } from '../backends/engine-stopped.ts'
import { type Failed, failed } from '../failure.ts'
import type { Report } from '../score-benchmark.ts'
import { completeRun } from './complete-run.ts'
import { FILES_INDEX } from './files-index.ts'
import type { RunPlan } from './plan-run.ts'
import { openPredictionLog } from './prediction-log.ts'
import { probeRun } from './probe-run.ts'
import { scoreItems, type Tally } from './score-items.ts'
import { trajectoriesOf } from './trajectories.ts'

export type Executed =
  | { readonly status: 'interrupted'; readonly tally: Tally }
  /** The engine cannot go on; what it scored is kept. */
  | { readonly status: 'stopped'; readonly failure: Failed }
  | {
      readonly status: 'finished'
      readonly tally: Tally
      readonly report: Report
      readonly manifest: RunManifest
    }

/**
 * Scores what a folder lacks and completes it: predictions in canonical order, `metrics.json`,
 * `run.json`, and last `files.json`. Interrupted, it leaves a folder that can be taken up again.
 * A sample is measured on its own items, not on those it left out.
 */
export async function executeRun(
  plan: RunPlan,
  options: {
    folder: string
    resumed: boolean
    onProgress: (tally: Tally) => void
    signal: AbortSignal
    /** Milliseconds on a clock that never goes back; without one no cost is told. */
    clock?: () => number
  },
): Promise<Executed> {
  const { folder, resumed, onProgress, signal, clock } = options
  const { scorer, benchmark, config } = plan
  const { scoreKind } = config
  const { expectedOf } = kindOf(benchmark.definition.kind)
  const items = plan.items.map((item) => ({
    id: item.id,
    subset: item.subset,
    expected: expectedOf(item),
    trajectories: trajectoriesOf(item),
  }))
  await rm(join(folder, FILES_INDEX), { force: true })
  const log = openPredictionLog(folder, { items, scoreKind })
  const start = clock?.()
  const { probe: count, seed } = config
  const scored = await scoreItems(items, { scorer, log, scoreKind, onProgress, signal })
    .then(async (tally) => {
      const asked = { items, lines: log.lines, seed, scoreKind, signal }
      const probe =
        count === undefined || signal.aborted
          ? undefined
          : await probeRun(scorer, { ...asked, count })
      return { tally, probe }
    })
    .catch(stopped)
    .finally(async () => {
      log.close()
      await scorer.close?.()
    })
  if ('code' in scored) return { status: 'stopped', failure: scored }
  const { tally, probe } = scored
  const seconds = clock && start !== undefined ? (clock() - start) / 1000 : undefined
  if (signal.aborted) return { status: 'interrupted', tally }

  const lines = await log.finish()
  const { report, manifest } = await completeRun(plan, {
    folder,
    lines,
    failures: tally.failed,
    probe,
    described: scorer.describe(),
    cost: !resumed && seconds !== undefined ? { seconds, ...tokensOf(scorer) } : undefined,
  })
  return { status: 'finished', tally, report, manifest }
}

function stopped(error: unknown): Failed {
  if (error instanceof EngineStopped) return failed(error.code, error.message)
  throw error
}

function tokensOf(scorer: RunPlan['scorer']): { readonly tokens?: number } {
  return scorer.tokens ? { tokens: scorer.tokens() } : {}
}
