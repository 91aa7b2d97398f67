import type { Issue } from '#schema/error.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { type ClaimedFolder, claimFolder } from '../run/claim-folder.ts'
import { FOUND, planRun, requestOf, type RunPlan } from '../run/plan-run.ts'
import { readConfig } from '../run/read-run-folder.ts'
import type { RunConfig } from '../run/run-config.ts'
import { openService } from '../service.ts'
import { engineOptions } from './fed-options.ts'
import { type RunOptions, runRequest } from './run-request.ts'

export interface Prepared {
  readonly status: 'ok'
  readonly plan: RunPlan
  readonly claimed: ClaimedFolder
}

/** Looks up all that a run needs, and claims its folder. */
export async function prepareRun(
  options: RunOptions & {
    readonly resume?: string | undefined
    readonly output: string
    readonly submit?: true | undefined
    readonly api: string
  },
  signal: AbortSignal,
): Promise<Prepared | Failed> {
  if (options.submit) {
    // Before hours of scoring.
    const service = openService(options.api, {
      variable: 'STEPMARK_TOKEN',
      environment: process.env,
    })
    if (service.status === 'failed') return service
  }
  if (options.resume !== undefined) return prepareResumed(options.resume, options, signal)
  const asked = await runRequest(options)
  if (asked.status === 'failed') return asked
  const plan = await planRun(asked.request, signal)
  if (plan.status === 'failed') return plan
  try {
    const claimed = await claimFolder(plan.config, { root: options.output, now: new Date() })
    return { status: 'ok', plan, claimed }
  } catch (error) {
    return failed('unreadable', `Cannot write to ${options.output}: ${reasonOf(error)}`)
  }
}

/** Takes a run up again, on other servers where they are given: those that it began on may be gone. */
async function prepareResumed(
  folder: string,
  options: RunOptions,
  signal: AbortSignal,
): Promise<Prepared | Failed> {
  const config = await readConfig(folder)
  if (config.status === 'failed') {
    if (config.code !== 'missing_file') return config
    return failed('missing_file', `${folder} is no run folder: it has no config.json`)
  }
  const begun = requestOf(config.value)
  const engine = engineOptions(options)
  const request = engine ? { ...begun, engine: { ...begun.engine, ...engine } } : begun
  const plan = await planRun(request, signal)
  if (plan.status === 'failed') return plan
  const issues = changes(config.value, plan.config)
  if (issues.length === 0) return { status: 'ok', plan, claimed: { folder, resumed: true } }
  await plan.scorer.close?.()
  const message = `${folder} was begun with another configuration; start a new run`
  return failed('invalid', message, issues)
}

/** What is not as it was when the run began, of that which options do not say. */
function changes(begun: RunConfig, now: RunConfig): readonly Issue[] {
  return FOUND.filter((field) => begun[field] !== now[field]).map((field) => ({
    field,
    message: `begun with ${begun[field]}; it is ${now[field]} now`,
  }))
}
