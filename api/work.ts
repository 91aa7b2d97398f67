import type { MessageBatch } from '@cloudflare/workers-types'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import { BenchmarkId } from '#schema/benchmark.ts'
import { RunId } from '#schema/run.ts'
import { writeDump } from './dump.ts'
import type { Bindings } from './env.ts'
import { logFailure } from './log.ts'
import { allBenchmarks } from './queries/benchmarks.ts'
import { dueBoards, refreshBoard } from './queries/boards.ts'
import { pendingRuns } from './queries/runs.ts'
import { askForRescore, rescore } from './rescore.ts'
import { runsWithoutExport, writeExport } from './run-export.ts'
import type { Db } from './router.ts'
import { sweepDrafts } from './sweep.ts'

/** What is done after an answer was given. */
const Work = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refresh'), benchmark: BenchmarkId }),
  z.object({ kind: z.literal('rescore'), run: RunId }),
  z.object({ kind: z.literal('export'), run: RunId }),
])
export type Work = z.infer<typeof Work>

/** Does what messages ask for. One that fails is tried again; one that asks for nothing known is dropped. */
export async function doWork(batch: MessageBatch<unknown>, env: Bindings) {
  const db = drizzle(env.DB)
  for (const message of batch.messages) {
    const work = Work.safeParse(message.body)
    try {
      if (work.success) await perform(db, env, work.data)
      else logFailure('message that is no work', work.error)
      message.ack()
    } catch (error) {
      logFailure('work', error)
      message.retry()
    }
  }
}

/**
 * Makes up for messages that were lost: asks for a refresh of every board that is due for one, for every
 * run whose results are not of the current labels and metrics, and for every export that is missing.
 * Removes what was abandoned, and writes the dump.
 */
export async function everyNight({ scheduledTime }: { scheduledTime: number }, env: Bindings) {
  const db = drizzle(env.DB)
  const due = await dueBoards(db)
  for (const benchmark of new Set(due.map((board) => board.benchmark))) {
    await env.WORK.send({ kind: 'refresh', benchmark })
  }
  for (const benchmark of await allBenchmarks(db)) {
    await askForRescore(env, await pendingRuns(db, benchmark))
  }
  const now = new Date(scheduledTime)
  while ((await sweepDrafts(db, env, now)) > 0);
  for (const run of await runsWithoutExport(db)) await env.WORK.send({ kind: 'export', run })
  await writeDump(db, env.FILES, now)
}

async function perform(db: Db, env: Bindings, work: Work) {
  switch (work.kind) {
    case 'refresh': {
      const due = await dueBoards(db, work.benchmark)
      for (const board of due) await refreshBoard(db, board)
      return
    }
    case 'rescore': {
      const benchmark = await rescore(db, work.run)
      if (benchmark !== undefined) await env.WORK.send({ kind: 'refresh', benchmark })
      return
    }
    case 'export':
      await writeExport(db, env.FILES, work.run)
  }
}
