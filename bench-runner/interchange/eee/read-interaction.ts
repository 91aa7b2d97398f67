import { z } from 'zod'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { StepScores } from '#schema/prediction-line.ts'
import { type ImportedRow, refusedRow } from '../import-format.ts'
import { solutionsOf } from '../item-texts.ts'
import { readJson } from '../read-json.ts'
import { scoresLine } from '../said-line.ts'
import { scoredRow } from '../scored-row.ts'
import type { EeeRow } from './eee-row.ts'
import { STEP_SCORE, VOTE } from './interaction.ts'

type StepsItem = Extract<BenchmarkItem, { readonly steps: unknown }>

/** What a row says of its item: scores of messages, scores in the output, or verdicts. */
export function readInteraction(row: EeeRow, item: BenchmarkItem): ImportedRow {
  if (row.interaction_type === 'single_turn') return readOutputs(row, item)
  if ('steps' in item) return readMessages(row, item)
  const those = 'chosen' in item ? 'The answers of a preference' : 'The candidates of a pool'
  const message = `${those} are one output each, not messages`
  return refusedRow(item.id, { field: 'interaction_type', message })
}

/**
 * The problem, then a message for each step, with a score attributed to it or none. Where none has
 * one, the conclusion is a verdict, if there is any.
 */
function readMessages({ messages, answer_attribution }: EeeRow, item: StepsItem): ImportedRow {
  const { id, steps } = item
  const texts = (messages ?? []).toSorted((a, b) => a.turn_idx - b.turn_idx).slice(1)
  if (texts.length !== steps.length) {
    const message = `${texts.length} messages after the problem for ${steps.length} steps`
    return refusedRow(id, { field: 'messages', message })
  }
  const strange = texts.findIndex(
    ({ turn_idx, content }, step) => turn_idx !== step + 1 || content !== steps[step],
  )
  if (strange !== -1) {
    const message = `Not the text of step ${strange} of the item`
    return refusedRow(id, { field: `messages.${strange + 1}`, message })
  }
  const scores: StepScores = steps.map(() => null)
  for (const [index, attribution] of answer_attribution.entries()) {
    const { turn_idx, extracted_value, extraction_method, is_terminal } = attribution
    if (is_terminal || extraction_method !== STEP_SCORE) continue
    const field = `answer_attribution.${index}`
    const score = numberIn(extracted_value)
    if (score === undefined) {
      const message = `${JSON.stringify(extracted_value)} is no finite number`
      return refusedRow(id, { field: `${field}.extracted_value`, message })
    }
    const step = turn_idx - 1
    if (scores[step] !== null) {
      const message = `Turn ${turn_idx} is no step, or has a score already`
      return refusedRow(id, { field: `${field}.turn_idx`, message })
    }
    scores[step] = score
  }
  const concludes = answer_attribution.some(({ is_terminal }) => is_terminal)
  if ('label' in item && concludes && scores.every((score) => score === null)) {
    return readVerdicts(answer_attribution, item)
  }
  return { status: 'line', line: scoresLine(item, [scores]) }
}

const Output = z.object({ step_scores: StepScores })

/** JSON with scores, one output for a solution, or one a candidate or answer; else verdicts. */
function readOutputs(
  { output, answer_attribution, metadata }: EeeRow,
  item: BenchmarkItem,
): ImportedRow {
  const { id } = item
  const stated = metadata?.['step_scores']
  const raw = (output?.raw ?? []).map((text) => Output.safeParse(readJson(text)).data?.step_scores)
  const lists = raw.flatMap((scores) => (scores ? [scores] : []))
  if (lists.length > 0 && lists.length < raw.length) {
    const field = `output.raw.${raw.indexOf(undefined)}`
    return refusedRow(id, { field, message: 'No JSON with step_scores, as others here have' })
  }
  if (lists.length > 0) {
    const solutions = solutionsOf(item).length
    if (lists.length === solutions) return scoredRow(item, lists, { field: 'output.raw' })
    const message = `${lists.length} outputs with scores for ${solutions} solutions`
    return refusedRow(id, { field: 'output.raw', message })
  }
  if (stated !== undefined && 'steps' in item) {
    const scores = StepScores.safeParse(readJson(stated)).data
    if (scores) return { status: 'line', line: scoresLine(item, [scores]) }
    return refusedRow(id, { field: 'metadata.step_scores', message: 'No JSON list of scores' })
  }
  return readVerdicts(answer_attribution, item)
}

function readVerdicts(
  attributions: EeeRow['answer_attribution'],
  { id }: BenchmarkItem,
): ImportedRow {
  const all = attributions.map((attribution, index) => ({ ...attribution, index }))
  const votes = all.filter(({ extraction_method }) => extraction_method === VOTE)
  const said = votes.length > 0 ? votes : all.filter(({ is_terminal }) => is_terminal)
  if (said.length === 0) {
    const message = 'No step scores and no verdict'
    return refusedRow(id, { field: 'answer_attribution', message })
  }
  const verdicts: (number | null)[] = []
  for (const { extracted_value, index } of said) {
    const verdict = Verdict.safeParse(extracted_value)
    if (!verdict.success) {
      const field = `answer_attribution.${index}.extracted_value`
      return refusedRow(id, { field, message: 'Neither a step from 0, -1 nor null' })
    }
    verdicts.push(verdict.data)
  }
  return { status: 'line', line: { id, verdicts } }
}

/** A vote as text, on the wire. */
const Verdict = z
  .string()
  .regex(/^(null|-1|\d{1,9})$/)
  .transform((text) => (text === 'null' ? null : Number(text)))

/** The number a text holds, written as JSON writes it. */
function numberIn(text: string): number | undefined {
  return z.number().safeParse(readJson(text)).data
}
