import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { MetricId } from './metric.ts'
import { PolicyText } from './policy-text.ts'
import { ScoreKind } from './score-kind.ts'
import { Sha256 } from './sha256.ts'

export const MODEL_KINDS = [
  'discriminative_prm',
  'generative_prm',
  'implicit_prm',
  'outcome_rm',
  'prompted_judge',
  'baseline',
] as const

export const ModelKind = z.enum(MODEL_KINDS).meta({ id: 'ModelKind' })
export type ModelKind = z.infer<typeof ModelKind>

const Line = z.string().min(1).max(200)
const Prose = z.string().max(4000)

export const ModelId = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][\w.-]*(\/[\w.-]+)?$/, 'Write owner/name or a name: letters, digits, . _ -')
  .meta({ id: 'ModelId', examples: ['Qwen/Qwen2.5-Math-PRM-7B'] })

/** A value the submitter computed; one that we compute differently refuses the run. */
export const ClaimedValue = z.strictObject({
  policy: PolicyText,
  subset: z.string(),
  metric: MetricId,
  candidates: z.int().positive().optional(),
  value: z.number(),
})
export type ClaimedValue = z.infer<typeof ClaimedValue>

/** Everything about a run but its predictions. Unknown keys are refused. */
export const RunManifest = z
  .strictObject({
    schema: z.literal('stepmark.run/1'),
    benchmark: BenchmarkId,
    revision: Sha256.meta({ description: 'Revision of the benchmark that was scored.' }),
    model: z.strictObject({
      id: ModelId,
      revision: Line.optional().meta({ description: 'Commit or version of the weights.' }),
      kind: ModelKind,
      params: z.number().positive().optional().meta({ description: 'Parameters, in units.' }),
      base: Line.optional().meta({ description: 'The model it was trained from.' }),
      license: Line.optional(),
    }),
    adapter: z
      .strictObject({
        id: Line,
        version: Line,
        variant: Line.optional(),
        hash: Sha256.optional(),
      })
      .optional()
      .meta({ description: 'How trajectories were rendered and scores were read.' }),
    backend: z.strictObject({
      kind: Line,
      version: Line,
      dtype: Line.optional(),
      device: Line.optional(),
    }),
    scoreKind: ScoreKind,
    cost: z
      .strictObject({
        tokens: z.int().nonnegative().optional(),
        seconds: z.number().nonnegative().optional(),
        gpu: Line.optional(),
        gpuSeconds: z.number().nonnegative().optional(),
        peakBytes: z.int().nonnegative().optional(),
      })
      .optional(),
    disclosure: z
      .strictObject({
        declared: z.enum(['clean', 'overlap']).optional().meta({
          description:
            'clean: nothing of the benchmark was trained on, as far as the submitter knows. overlap: some of it was.',
        }),
        trainingData: Prose.optional(),
        overlap: Prose.optional(),
      })
      .optional()
      .meta({ description: 'What the model was trained on; costs no rank.' }),
    published: z
      .strictObject({
        citation: Line.meta({ description: 'Who published them, and where they tell of it.' }),
        url: Line.meta({ description: 'The very version they were taken from.' }),
        license: Line.optional().meta({
          description:
            'Licence of the scores; where none is stated, no file that is given away may carry them.',
        }),
      })
      .optional()
      .meta({ description: 'Where the scores were taken from, when others had published them.' }),
    truncation: z
      .strictObject({
        policy: z.enum(['error', 'left', 'right', 'none']),
        count: z.int().nonnegative(),
      })
      .optional(),
    partial: z
      .boolean()
      .meta({ description: 'A sample of the items was scored, not all of them.' }),
    seed: z.int().nonnegative().optional(),
    image: Line.optional().meta({ description: 'Digest of the container image that ran.' }),
    probe: z
      .strictObject({
        items: z.int().nonnegative(),
        maxDrift: z.number().nonnegative(),
        flips: z.int().nonnegative(),
      })
      .optional(),
    claim: z
      .strictObject({
        metricVersions: z.record(z.string(), Line),
        values: z.array(ClaimedValue).max(5000),
      })
      .optional(),
  })
  .meta({ id: 'RunManifest' })
export type RunManifest = z.infer<typeof RunManifest>

/**
 * Whether files of a run's scores are a service's to give: not where they came from a publication that
 * states no licence. Single items are shown all the same, with their source, as a citation is.
 */
export function mayBePassedOn({ published }: Pick<RunManifest, 'published'>): boolean {
  return published === undefined || published.license !== undefined
}
