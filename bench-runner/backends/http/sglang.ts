import { type Failed, failed } from '../../failure.ts'
import { adapterBackend, type EngineBackend, type OpenedEngine } from '../adapter-backend.ts'
import type { Route } from '../engine-options.ts'
import type { Capability } from '../engine.ts'
import { chatTexts } from './chat.ts'
import {
  openReference,
  openServedModel,
  type ServedModel,
  TEXTS_IN_FLIGHT,
  versionsOf,
} from './open-model.ts'
import { type Methods, REQUESTS_PER_CALL, serverEngine } from './server-engine.ts'
import { generatedLabels, inputLogprobs } from './sglang-generate.ts'
import { sglangScores } from './sglang-score.ts'

export const sglang = adapterBackend({
  id: 'sglang',
  description: 'SGLang servers, from --base-url',
  capabilities: ['next_token_scores', 'sequence_logprobs', 'generate'],
  openEngine: openSglang,
})

async function openSglang({
  model,
  engine: options,
  fitted,
}: Parameters<EngineBackend['openEngine']>[0]): Promise<OpenedEngine | Failed> {
  const { needs } = fitted.adapter
  const engine = { ...(needs === 'generate' && { tokensInFlight: TEXTS_IN_FLIGHT }), ...options }
  const served = await openServedModel('sglang', { model, engine })
  if (served.status === 'failed') return served
  const asked = methodsOf(served, { needs, route: options.route })
  if ('code' in asked) {
    served.servers.close()
    return asked
  }
  const version = await versionsOf(served.servers, '/get_server_info')
  const reference =
    needs === 'sequence_logprobs' ? await openReference('sglang', options) : undefined
  if (reference?.status === 'failed') {
    served.servers.close()
    return reference
  }
  const others = reference && { ...asked, asked: { sequenceLogprobs: inputLogprobs(reference) } }
  return {
    status: 'ok',
    engine: serverEngine(served, { kind: 'sglang', needs, version, ...asked }),
    ...(reference &&
      others && {
        reference: serverEngine(reference, { kind: 'sglang', needs, version, ...others }),
      }),
  }
}

function methodsOf(
  served: ServedModel,
  { needs, route }: { needs: Capability; route: Route | undefined },
): Methods | Failed {
  switch (needs) {
    case 'next_token_scores':
      if (route === undefined || route === 'generate') {
        const asked = { nextTokenScores: generatedLabels(served) }
        return { asked, route: 'generate', requestsPerCall: REQUESTS_PER_CALL }
      }
      if (route === 'score') {
        return { asked: { nextTokenScores: sglangScores(served) }, route, requestsPerCall: 1 }
      }
      return failed('usage', `SGLang has no route ${route}. Available: generate, score`)
    case 'sequence_logprobs': {
      const asked = { sequenceLogprobs: inputLogprobs(served) }
      return { asked, route: 'generate', requestsPerCall: REQUESTS_PER_CALL }
    }
    case 'generate':
      return { asked: { generate: chatTexts(served) }, route: 'chat', requestsPerCall: 1 }
    case 'token_vectors':
      return failed('usage', 'SGLang gives no numbers of a head at steps; use vllm, onnx or http')
  }
}
