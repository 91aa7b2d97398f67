import type { CompleteAdapter } from './adapter.ts'
import type { ChatMessage } from './tokenizer.ts'

/** A problem with its steps, as a scorer may see them. */
export interface Solution {
  readonly problem: string
  readonly steps: readonly string[]
}

/** Texts to tokenize one by one; `step` is the last piece of a step. */
export interface Piece {
  readonly text: string
  readonly endsStep: boolean
}

/** What the render rules make of a solution, before any token. */
export type Rendered =
  | { readonly form: 'pieces'; readonly pieces: readonly Piece[] }
  | { readonly form: 'messages'; readonly messages: readonly ChatMessage[] }
  /** Messages to answer, then an answer that is tokenized by itself. */
  | {
      readonly form: 'answer'
      readonly messages: readonly ChatMessage[]
      readonly text: string
      readonly eos: boolean
    }

/** Fills in an adapter's templates; what the texts hold is never taken for a template. */
export function renderTrajectory(
  { render, steps: rules }: CompleteAdapter,
  { problem, steps }: Solution,
): Rendered {
  const cleaned = steps.map((step) => clean(step, rules))
  const fillStep = (template: string, step: string, index: number) =>
    fill(template, { problem, step, number: String(index + 1), index: String(index) })
  const joinSteps = (own: readonly string[], rule: StepTemplates) =>
    own.map((step, index) => fillStep(templateOf(rule, index, own.length), step, index)).join('')
  switch (render.mode) {
    case 'raw': {
      const text = fill(render.before, { problem }) + joinSteps(cleaned, render)
      return { form: 'pieces', pieces: [{ text, endsStep: false }] }
    }
    case 'pieces': {
      const before = render.before.map((template) => ({
        text: fill(template, { problem }),
        endsStep: false,
      }))
      const own = cleaned.flatMap((step, index) =>
        render.step.map((template, part) => ({
          text: fillStep(template, step, index),
          endsStep: part === render.step.length - 1,
        })),
      )
      return { form: 'pieces', pieces: [...before, ...own] }
    }
    case 'chat': {
      const joined = joinSteps(cleaned, render)
      const messages = render.messages.map(({ role, content }) => ({
        role,
        content: fill(content, { problem, steps: joined }),
      }))
      return { form: 'messages', messages }
    }
    case 'answer': {
      const messages = render.messages.map(({ role, content }) => ({
        role,
        content: fill(content, { problem }),
      }))
      return { form: 'answer', messages, text: joinSteps(cleaned, render), eos: render.eos }
    }
    case 'turns': {
      const messages = cleaned.flatMap((step, index) =>
        (index === 0 ? render.first : render.rest).map(({ role, content }) => ({
          role,
          content: fillStep(content, step, index),
        })),
      )
      return { form: 'messages', messages }
    }
  }
}

interface StepTemplates {
  readonly first?: string | undefined
  readonly step: string
  readonly last?: string | undefined
}

function templateOf({ first, step, last }: StepTemplates, index: number, count: number): string {
  if (index === count - 1 && last !== undefined) return last
  return index === 0 ? (first ?? step) : step
}

export function clean(step: string, { trim, replace }: CompleteAdapter['steps']): string {
  return replace.reduce(
    (text, rule) => text.replace(new RegExp(rule.pattern, rule.flags), () => rule.with),
    trim ? step.trim() : step,
  )
}

export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
