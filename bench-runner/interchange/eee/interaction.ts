import type { ItemVerdict } from '#schema/item-verdict.ts'
import { verdictToWire } from '#schema/verdict.ts'
import type { ExportedItem } from '../exported-run.ts'
import { placeOfChosen } from '../place-of-chosen.ts'
import { scoreLists } from '../score-lists.ts'

/** How rows say what a text is: the score of a step, or one of several votes. */
export const STEP_SCORE = 'prm_step_score'
export const VOTE = 'first_error_vote'

interface Attribution {
  readonly turn_idx: number
  readonly source: string
  readonly extracted_value: string
  readonly extraction_method: string
  readonly is_terminal: boolean
}

/**
 * What the model said of an item. Scores of a solution: the problem and its steps as messages, a
 * score attributed to each. Votes, and the scores of a pool's candidates or of the answers of a
 * preference, the chosen one first: one output each.
 */
export function interactionOf({ item, prediction, line, verdict }: ExportedItem, policy: string) {
  if (prediction.kind === 'verdicts') {
    const votes = prediction.votes.map((vote) => String(verdictToWire(vote)))
    const texts = line.text?.length === votes.length ? line.text : votes
    const said = votes.map((vote) => attribution(vote, { method: VOTE }))
    return singleTurn(texts, [...said, ...conclusion(verdict, { policy })])
  }
  const lists = scoreLists(item, prediction)
  if (!('steps' in item)) {
    const outputs = lists.map((step_scores) => JSON.stringify({ step_scores }))
    return singleTurn(outputs, conclusion(verdict, { policy }))
  }
  const said = (lists[0] ?? []).flatMap((score, step) =>
    score === null ? [] : attribution(String(score), { method: STEP_SCORE, turn: step + 1 }),
  )
  return {
    interaction_type: 'multi_turn',
    output: null,
    messages: [
      { turn_idx: 0, role: 'user', content: item.problem },
      ...item.steps.map((content, step) => ({ turn_idx: step + 1, role: 'assistant', content })),
    ],
    answer_attribution: [...said, ...conclusion(verdict, { policy, last: item.steps.length })],
  } as const
}

function singleTurn(raw: readonly string[], answer_attribution: readonly Attribution[]) {
  return { interaction_type: 'single_turn', output: { raw }, answer_attribution } as const
}

/** What the policy concluded; nothing where it hinges on a missing score. `last` is the last turn. */
function conclusion(
  verdict: ItemVerdict,
  { policy, last }: { readonly policy: string; readonly last?: number },
): readonly Attribution[] {
  const concluded = (value: string, method: string, turn = last) => [
    attribution(value, { method, isTerminal: true, ...(turn !== undefined && { turn }) }),
  ]
  switch (verdict.kind) {
    case 'first_error': {
      const { decision } = verdict
      if (decision.kind === 'undecided') return []
      if (last === undefined) return concluded(String(verdictToWire(decision)), 'majority_vote')
      const turn = decision.kind === 'at' ? decision.step + 1 : last
      return concluded(String(verdictToWire(decision)), 'first_step_score_lt_threshold', turn)
    }
    case 'step_labels':
      return concluded(JSON.stringify(verdict.flagged), 'step_scores_le_threshold')
    case 'best_of_n':
      return verdict.chosen === null ? [] : concluded(String(verdict.chosen), policy)
    case 'preference': {
      const place = placeOfChosen(verdict)
      return place === undefined ? [] : concluded(String(place), policy)
    }
  }
}

/** A value read from a turn, or from the single output where there are no turns. */
function attribution(
  extracted_value: string,
  {
    method,
    turn,
    isTerminal = false,
  }: { readonly method: string; readonly turn?: number; readonly isTerminal?: boolean },
): Attribution {
  return {
    turn_idx: turn ?? 0,
    source: turn === undefined ? 'output.raw' : `messages[${turn}].content`,
    extracted_value,
    extraction_method: method,
    is_terminal: isTerminal,
  }
}
