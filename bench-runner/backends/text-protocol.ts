import type { TextAdapter } from '../adapters/adapter.ts'
import { readAnswers } from '../adapters/read-answers.ts'
import { renderPrompt } from '../adapters/render-prompt.ts'
import type { Engine, TextAnswer, TextRequest } from './engine.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { Protocol } from './protocol.ts'

type Texts = Extract<TextAnswer, { readonly status: 'ok' }>

/** Letters a token, at least, of a prompt that is not tokenized here. */
const LETTERS = 3

/** A model that writes its judgement: several texts a trajectory, each a vote or a draw. */
export function textProtocol(
  adapter: TextAdapter,
  { engine, seed }: { readonly engine: Engine; readonly seed: number },
): Protocol<TextRequest, Texts> {
  const asked = { ...adapter.sampling, seed }
  return {
    predictions: adapter.answer.fn === 'first_error' ? 'verdicts' : 'scores',
    asksAgain: false,
    start: (trajectory) => ({
      status: 'asking',
      requests: [
        {
          messages: renderPrompt(adapter, trajectory),
          ...asked,
        },
      ],
      next: ([reply]) => readAnswers(adapter.answer, reply?.texts ?? [], trajectory.steps.length),
    }),
    tokensOf: ({ messages }) =>
      Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / LETTERS) +
      asked.samples * asked.maxTokens,
    spentOn: (_, { tokens }) => tokens,
    ask(requests, signal) {
      if (engine.generate) return engine.generate(requests, signal)
      throw new EngineStopped('usage', 'The engine writes no texts')
    },
  }
}
