import type { Failed } from '../../failure.ts'
import { adapterBackend, type EngineBackend, type OpenedEngine } from '../adapter-backend.ts'
import { chatTexts } from './chat.ts'
import { openServedModel, TEXTS_IN_FLIGHT } from './open-model.ts'

export const openai = adapterBackend({
  id: 'openai',
  description: 'Chat servers that speak as OpenAI’s, from --base-url: for models that write',
  capabilities: ['generate'],
  openEngine: openOpenai,
})

async function openOpenai({
  model,
  engine: options,
}: Parameters<EngineBackend['openEngine']>[0]): Promise<OpenedEngine | Failed> {
  const engine = { tokensInFlight: TEXTS_IN_FLIGHT, ...options }
  const served = await openServedModel('openai', { model, engine })
  if (served.status === 'failed') return served
  const { servers } = served
  return {
    status: 'ok',
    engine: {
      capabilities: new Set(['generate'] as const),
      limits: {
        tokensPerCall: TEXTS_IN_FLIGHT,
        requestsPerCall: 1,
        keepsOrder: true,
        tokensInFlight: () => servers.tokensInFlight(),
      },
      describe: () => ({ kind: 'openai', version: 'chat' }),
      generate: chatTexts(served),
      close: async () => servers.close(),
    },
  }
}
