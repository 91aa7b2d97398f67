import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { EngineOptions } from '../../../bench-runner/backends/engine-options.ts'
import { claimFolder } from '../../../bench-runner/run/claim-folder.ts'
import { type Executed, executeRun } from '../../../bench-runner/run/execute-run.ts'
import { planRun, type RunRequest } from '../../../bench-runner/run/plan-run.ts'
import type { Failed } from '../../../bench-runner/failure.ts'
import { tinyAdapter } from '../backends/tiny-adapter.ts'
import { temporaryFolder } from '../stepmark.ts'

export const NEVER = new AbortController().signal

const at = { anchor: 'token', token: '<extra_0>' }
const labels = ['+', '-']
/** Most trajectories then fit in the 512 bytes that the models take. */
const steps = { replace: [{ pattern: '[^0-9+=*/-]+', flags: 'g', with: '' }] }

/** An adapter for each of the small models, and ways of reading it. */
export const TINY_ADAPTERS = {
  classes: { model: 'tiny-class-head', changes: {} },
  value: { model: 'tiny-value-head', changes: { score: { at, read: { fn: 'sigmoid' } } } },
  labels: {
    model: 'tiny-label-rows',
    changes: {
      needs: 'next_token_scores',
      score: { at, read: { fn: 'softmax_labels', labels, good: 0 } },
    },
  },
  vocabulary: {
    model: 'tiny-label-rows',
    changes: {
      needs: 'next_token_scores',
      score: { at, read: { fn: 'vocabulary_probability', labels, good: 1 } },
    },
  },
  implicit: {
    model: 'tiny-implicit',
    changes: {
      needs: 'sequence_logprobs',
      render: {
        mode: 'chat',
        messages: [
          { role: 'user', content: '{problem}' },
          { role: 'assistant', content: '{steps}' },
        ],
        step: '{step}\n\n',
      },
      score: {
        at: { anchor: 'cut', after: '\n\n' },
        read: { fn: 'log_ratio', reference: 'stepmark/tiny-implicit-reference', coefficient: 0.25 },
      },
      threshold: undefined,
    },
  },
} as const
export type TinyName = keyof typeof TINY_ADAPTERS

/** A request to score a sample of Stepmark Mini with a small model; adapters are written once a test. */
export function tinyRequest(
  name: TinyName,
  {
    backend,
    engine = {},
    ...rest
  }: { backend: string; engine?: EngineOptions } & Partial<RunRequest>,
): RunRequest {
  const { model, changes } = TINY_ADAPTERS[name]
  const folder = join('test/models', model)
  return {
    inputs: { benchmark: 'stepmark-mini' },
    model: { id: `stepmark/${model}`, kind: 'discriminative_prm' },
    backend,
    adapter: tinyAdapter({ steps, ...changes }),
    engine: { ...(backend === 'onnx' ? { modelDir: folder } : { tokenizer: folder }), ...engine },
    scoreKind: { kind: name === 'implicit' ? 'unbounded' : 'probability' },
    seed: 0,
    limit: 24,
    ...rest,
  }
}

export async function plan(request: RunRequest) {
  const planned = await planRun(request, NEVER)
  if (planned.status === 'failed') throw new Error(planned.message)
  return planned
}

export interface Ran {
  readonly request: RunRequest
  readonly root: string
  readonly folder: string
  readonly executed: Executed
}

/** Runs to the end, or goes on with what lies under the root. */
export async function run(request: RunRequest, root = temporaryFolder()): Promise<Ran> {
  const planned = await plan(request)
  const { folder, resumed } = await claimFolder(planned.config, { root, now: new Date() })
  const executed = await executeRun(planned, {
    folder,
    resumed,
    onProgress: () => {},
    signal: NEVER,
  })
  return { request, root, folder, executed }
}

/** Why a request is refused before anything is scored. */
export async function refusalOf(request: RunRequest): Promise<Failed> {
  const planned = await planRun(request, NEVER)
  if (planned.status === 'failed') return planned
  await planned.scorer.close?.()
  throw new Error('It was not refused')
}

const Line = z.object({
  id: z.string(),
  scores: z.array(z.number().nullable()),
  error: z.string().optional(),
})

/** The prediction files of a run, whole. */
export function filesOf({ folder }: Ran): ReadonlyMap<string, string> {
  const paths = globSync('predictions/*.jsonl', { cwd: folder }).toSorted()
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

export function linesOf(ran: Ran) {
  return [...filesOf(ran).values()].flatMap((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => Line.parse(JSON.parse(line))),
  )
}
