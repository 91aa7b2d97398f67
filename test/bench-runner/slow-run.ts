import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Judgement, StepScorer } from '../../bench-runner/backends/step-scorer.ts'
import { execute } from '../../bench-runner/commands/run.ts'
import { interruptSignal } from '../../bench-runner/interrupt-signal.ts'
import { claimFolder } from '../../bench-runner/run/claim-folder.ts'
import { planRun } from '../../bench-runner/run/plan-run.ts'

/**
 * The random baseline, as slow as a model and answering out of order. Arguments: where runs go, and the
 * benchmark. Which trajectories it is asked for is noted there in asked.jsonl, one line a start.
 */
const [, , root = '', benchmark = 'stepmark-mini'] = process.argv
const signal = interruptSignal()
const request = {
  inputs: { benchmark },
  model: { id: 'baseline/random', kind: 'baseline' as const },
  backend: 'baseline',
  scoreKind: { kind: 'probability' as const },
  seed: 0,
}
const plan = await planRun(request, signal)
if (plan.status === 'failed') throw new Error(plan.message)
const claimed = await claimFolder(plan.config, { root, now: new Date() })
const scorer: StepScorer = {
  ...plan.scorer,
  async *score(trajectories, abort) {
    const judgements: Judgement[] = []
    for await (const judgement of plan.scorer.score(trajectories, abort)) judgements.push(judgement)
    const asked = judgements.map((judged) =>
      judged.status === 'failed' ? judged.id : judged.line.id,
    )
    appendFileSync(join(root, 'asked.jsonl'), `${JSON.stringify(asked)}\n`)
    for (const judgement of judgements.reverse()) {
      await setTimeout(3)
      yield judgement
    }
  },
}
const prepared = { status: 'ok' as const, plan: { ...plan, scorer }, claimed }
process.exitCode = await execute(prepared, { quiet: true, format: 'path', signal })
