import { predictionReader } from '#schema/prediction.ts'
import { replayScorer } from '../backends/replay.ts'
import type { Backend } from '../backends/step-scorer.ts'
import { failed } from '../failure.ts'
import type { CanonicalScores } from './canonical-scores.ts'
import type { ImportedModel, ImportSource } from './import-source.ts'

/** Answers with a model's published scores, and says in the manifest where they come from. */
export function importBackend(
  { citation, repository, commit, license }: ImportSource,
  { trainingData }: ImportedModel,
  { lines, digest }: CanonicalScores,
): Backend {
  return {
    id: 'import',
    description: 'Step scores that others have published',
    models: [],
    async open({ items, scoreKind }) {
      const reader = predictionReader(items, { scoreKind, allowMissing: true })
      for (const line of lines.values()) reader.line(JSON.stringify(line))
      const read = reader.finish()
      if (read.status === 'refused') {
        return failed('invalid', `Scores of ${repository} do not fit the benchmark`, read.issues)
      }
      const describe = () => ({
        backend: { kind: 'import', version: commit },
        published: {
          citation,
          url: `https://github.com/${repository}/tree/${commit}`,
          ...(license !== undefined && { license }),
        },
        ...(trainingData !== undefined && { disclosure: { trainingData } }),
      })
      return {
        status: 'ok',
        digest,
        scorer: replayScorer(lines, { kind: read.predictions.kind, describe }),
      }
    },
  }
}
