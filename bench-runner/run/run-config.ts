import { z } from 'zod'
import { SubsetId } from '#schema/benchmark.ts'
import { RunManifest } from '#schema/manifest.ts'
import { ScoreKind } from '#schema/score-kind.ts'
import { Sha256, sha256 } from '#schema/sha256.ts'
import { EngineOptions } from '../backends/engine-options.ts'
import { Shard } from './shard.ts'

/** All that a run was asked to do, enough to go on with it after an interruption. */
export const RunConfig = z.strictObject({
  schema: z.literal('stepmark.config/1'),
  /** Where things were found; of no influence on the result. */
  inputs: z.strictObject({
    benchmark: z.string(),
    data: z.string().optional(),
    labels: z.string().optional(),
    predictions: z.string().optional(),
  }),
  revision: Sha256,
  model: RunManifest.shape.model,
  backend: z.string(),
  backendVersion: z.string(),
  /** How the model is fed: an adapter, id or id:variant, or the path of a file. */
  adapter: z.string().optional(),
  /** Digest of that adapter with its variant applied. */
  adapterHash: Sha256.optional(),
  engine: EngineOptions.optional(),
  /** Digest of the model's weights, where they are on this machine. */
  weights: Sha256.optional(),
  /** Digest of the predictions file that is replayed. */
  predictions: Sha256.optional(),
  scoreKind: ScoreKind,
  seed: z.int().nonnegative(),
  /** Those to score; all when left out. */
  subsets: z.array(SubsetId).optional(),
  limit: z.int().positive().optional(),
  /** How many trajectories are scored again once all were. */
  probe: z.int().positive().optional(),
  /** The part of it that this machine scores. */
  shard: Shard.optional(),
})
export type RunConfig = z.infer<typeof RunConfig>

/** Eight hexadecimal digits: equal for two runs that must give equal predictions. */
export async function configHash(config: RunConfig): Promise<string> {
  const { schema, revision, model, predictions, scoreKind, seed, subsets, limit } = config
  const digest = await sha256(
    JSON.stringify([
      schema,
      revision,
      [model.id, model.revision ?? null, model.kind],
      [model.params ?? null, model.base ?? null, model.license ?? null],
      [config.backend, config.backendVersion],
      predictions ?? null,
      [
        scoreKind.kind,
        scoreKind.kind === 'bounded' ? scoreKind.range : null,
        scoreKind.cut ?? null,
      ],
      seed,
      subsets ?? null,
      limit ?? null,
      ...fed(config),
      ...(config.shard ? [[config.shard.index, config.shard.count]] : []),
    ]),
  )
  return digest.slice(0, 8)
}

/** What is beyond the options of models that are fed nothing. */
function fed({ adapterHash, weights, engine }: RunConfig): readonly unknown[] {
  return adapterHash === undefined ? [] : [[adapterHash, weights ?? null, engine?.device ?? null]]
}
