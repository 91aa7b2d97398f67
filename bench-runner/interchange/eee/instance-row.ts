import type { ItemVerdict } from '#schema/item-verdict.ts'
import { isRight } from '#schema/metrics/decision.ts'
import { sha256Of } from '../../benchmarks/pinned-file.ts'
import type { ExportedItem, ExportedRun } from '../exported-run.ts'
import { inputOf, referencesOf } from '../item-texts.ts'
import { sortedAsciiJson } from '../python-json.ts'
import { extrasOf } from '../score-lists.ts'
import { evaluationId, resultId } from './aggregate.ts'
import { EEE_VERSION } from './eee-paths.ts'
import { interactionOf } from './interaction.ts'

/** The key under which a row carries what the format has no place for. */
export const PREDICTION_KEY = 'stepmark_prediction'

/** An item as a row of every_eval_ever, about the headline metric of its subset. */
export function instanceRow(exported: ExportedItem, run: ExportedRun) {
  const { item, line, verdict } = exported
  const { benchmark, headline, manifest } = run
  const result = headline.headlines.find(({ subset }) => subset === item.subset)
  const input = { raw: inputOf(item), reference: referencesOf(item) }
  const right = isRightItem(verdict)
  const interaction = interactionOf(exported, headline.policy)
  return {
    schema_version: EEE_VERSION,
    evaluation_id: evaluationId(run),
    model_id: manifest.model.id,
    evaluation_name: `${benchmark.definition.id}.${item.subset}`,
    ...(result && { evaluation_result_id: resultId(run, result) }),
    sample_id: item.id,
    sample_hash: sampleHash(input),
    ...interaction,
    input,
    evaluation: {
      score: right ? 1 : 0,
      is_correct: right,
      ...('messages' in interaction && { num_turns: interaction.messages.length }),
    },
    metadata: {
      subset: item.subset,
      policy: headline.policy,
      outcome: verdict.outcome,
      ...('generator' in item && item.generator !== undefined && { generator: item.generator }),
      ...(extrasOf(line).length > 0 && { [PREDICTION_KEY]: JSON.stringify(line) }),
    },
  }
}

/** SHA-256 of what was given and what is right, in the JSON that Python writes of it. */
export function sampleHash(input: { readonly raw: string; readonly reference: readonly string[] }) {
  return sha256Of(sortedAsciiJson({ raw: input.raw, reference: input.reference }))
}

function isRightItem(verdict: ItemVerdict): boolean {
  switch (verdict.kind) {
    case 'first_error':
      return isRight(verdict.outcome)
    case 'step_labels':
      return verdict.outcome === 'all_right'
    case 'best_of_n':
      return verdict.right
    case 'preference':
      return verdict.outcome === 'chosen_first'
  }
}
