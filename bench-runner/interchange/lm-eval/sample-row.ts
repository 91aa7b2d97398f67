import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { labelToWire, verdictToWire } from '#schema/verdict.ts'
import type { ItemVerdict } from '#schema/item-verdict.ts'
import { isRight } from '#schema/metrics/decision.ts'
import { sha256Of } from '../../benchmarks/pinned-file.ts'
import type { ExportedItem } from '../exported-run.ts'
import { inputOf, referencesOf } from '../item-texts.ts'
import { placeOfChosen } from '../place-of-chosen.ts'
import { indentedJson, type Json } from '../python-json.ts'
import { scoreLists } from '../score-lists.ts'
import { filterOf } from './filter.ts'

export type SampleRow = ReturnType<typeof sampleRow>

/**
 * An item as lm-eval logs it. `resps`: for a solution one request whose response is the JSON list of
 * its scores, or whose responses are its votes; for a pool one request a candidate, for a preference
 * one an answer, the chosen one first. Hashes as lm-eval makes them.
 */
export function sampleRow(
  { item, prediction, verdict }: ExportedItem,
  { index, policy }: { readonly index: number; readonly policy: string },
) {
  const doc = docOf(item)
  const target = targetOf(item)
  const prompt = inputOf(item)
  const resps =
    prediction.kind === 'verdicts'
      ? [prediction.votes.map((vote) => String(verdictToWire(vote)))]
      : scoreLists(item, prediction).map((scores) => [JSON.stringify(scores)])
  const { value, right } = concluded(verdict)
  return {
    doc_id: index,
    doc,
    target,
    arguments: { gen_args_0: { arg_0: prompt, arg_1: { policy } } },
    resps,
    filtered_resps: [value],
    filter: filterOf(policy),
    metrics: ['match'],
    doc_hash: sha256Of(indentedJson(doc)),
    prompt_hash: sha256Of(prompt),
    target_hash: sha256Of(target),
    match: right ? 1 : 0,
  }
}

/** The gold as one text: the first wrong step or -1, the list of wrong steps, the answer, or the place 1. */
export function targetOf(item: BenchmarkItem): string {
  if ('label' in item) return String(labelToWire(item.label))
  if ('wrongSteps' in item) return JSON.stringify(item.wrongSteps)
  return referencesOf(item)[0] ?? ''
}

function docOf(item: BenchmarkItem): Json {
  const { id, subset, problem } = item
  if ('candidates' in item) {
    const candidates = item.candidates.map(({ steps, answer, correct }) => ({
      steps,
      answer,
      correct,
    }))
    return { id, subset, problem, candidates }
  }
  if ('chosen' in item) {
    const { chosen, rejected, task } = item
    return { id, subset, problem, chosen, rejected, ...(task !== undefined && { task }) }
  }
  const { steps } = item
  if ('wrongSteps' in item) return { id, subset, problem, steps, wrong_steps: item.wrongSteps }
  const { generator, label } = item
  return {
    id,
    subset,
    ...(generator !== undefined && { generator }),
    problem,
    steps,
    label: labelToWire(label),
  }
}

/** The policy's conclusion as text, `undecided` where it hinges on a missing score. */
function concluded(verdict: ItemVerdict): { readonly value: string; readonly right: boolean } {
  switch (verdict.kind) {
    case 'first_error': {
      const { decision, outcome } = verdict
      const value = decision.kind === 'undecided' ? decision.kind : String(verdictToWire(decision))
      return { value, right: isRight(outcome) }
    }
    case 'step_labels':
      return { value: JSON.stringify(verdict.flagged), right: verdict.outcome === 'all_right' }
    case 'best_of_n':
      return { value: String(verdict.chosen ?? 'undecided'), right: verdict.right }
    case 'preference': {
      const value = String(placeOfChosen(verdict) ?? 'undecided')
      return { value, right: verdict.outcome === 'chosen_first' }
    }
  }
}
