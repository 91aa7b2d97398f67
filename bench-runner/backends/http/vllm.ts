import { type Failed, failed } from '../../failure.ts'
import { adapterBackend, type EngineBackend, type OpenedEngine } from '../adapter-backend.ts'
import type { Route } from '../engine-options.ts'
import type { Capability, Engine } from '../engine.ts'
import { chatTexts } from './chat.ts'
import { completedLabels, promptLabels, promptLogprobs } from './completions.ts'
import { scoredLabels, SCORING_PATH } from './generative-scoring.ts'
import {
  openReference,
  openServedModel,
  type ServedModel,
  TEXTS_IN_FLIGHT,
  versionsOf,
} from './open-model.ts'
import { type Methods, REQUESTS_PER_CALL, serverEngine } from './server-engine.ts'
import { checkRaw, pooledVectors } from './vllm-vectors.ts'

export const vllm = adapterBackend({
  id: 'vllm',
  description: 'vLLM servers, from --base-url',
  capabilities: ['token_vectors', 'next_token_scores', 'sequence_logprobs', 'generate'],
  openEngine: openVllm,
})

/** Opens vLLM servers for what the fitted adapter needs of them. */
export async function openVllm({
  model,
  engine: options,
  fitted,
}: Parameters<EngineBackend['openEngine']>[0]): Promise<OpenedEngine | Failed> {
  const { needs } = fitted.adapter
  const engine = { ...(needs === 'generate' && { tokensInFlight: TEXTS_IN_FLIGHT }), ...options }
  const served = await openServedModel('vllm', { model, engine })
  if (served.status === 'failed') return served
  const methods = await methodsOf(served, { needs, fitted, route: options.route })
  if ('code' in methods) {
    served.servers.close()
    return methods
  }
  const version = await versionsOf(served.servers, '/version')
  const reference = needs === 'sequence_logprobs' ? await openReference('vllm', options) : undefined
  if (reference?.status === 'failed') {
    served.servers.close()
    return reference
  }
  const others = reference && { ...methods, asked: { sequenceLogprobs: promptLogprobs(reference) } }
  return {
    status: 'ok',
    engine: serverEngine(served, { kind: 'vllm', needs, version, ...methods }),
    ...(reference &&
      others && {
        reference: serverEngine(reference, { kind: 'vllm', needs, version, ...others }),
      }),
  }
}

async function methodsOf(
  served: ServedModel,
  {
    needs,
    fitted,
    route,
  }: {
    needs: Capability
    fitted: Parameters<EngineBackend['openEngine']>[0]['fitted']
    route?: Route | undefined
  },
): Promise<Methods | Failed> {
  switch (needs) {
    case 'token_vectors': {
      const failure = await checkRaw(served, fitted.tokenizer?.encode('1 + 1 = 2') ?? [])
      if (failure) return failure
      const asked = { tokenVectors: pooledVectors(served) }
      return { asked, requestsPerCall: REQUESTS_PER_CALL, route: 'pooling' }
    }
    case 'next_token_scores': {
      const chosen = route ?? (await newestRoute(served))
      const asked = labelsBy(chosen, served)
      if ('code' in asked) return asked
      return {
        asked,
        requestsPerCall: chosen === 'prompt_logprobs' ? REQUESTS_PER_CALL : 1,
        route: chosen,
      }
    }
    case 'sequence_logprobs': {
      const asked = { sequenceLogprobs: promptLogprobs(served) }
      return { asked, requestsPerCall: REQUESTS_PER_CALL, route: 'prompt_logprobs' }
    }
    case 'generate':
      return { asked: { generate: chatTexts(served) }, requestsPerCall: 1, route: 'chat' }
  }
}

function labelsBy(route: Route, served: ServedModel): Partial<Engine> | Failed {
  switch (route) {
    case 'generative_scoring':
      return { nextTokenScores: scoredLabels(served) }
    case 'completions':
      return { nextTokenScores: completedLabels(served) }
    case 'prompt_logprobs':
      return { nextTokenScores: promptLabels(served) }
    case 'generate':
    case 'score': {
      const routes = 'generative_scoring, completions, prompt_logprobs'
      return failed('usage', `vLLM has no route ${route}. Available: ${routes}`)
    }
  }
}

/** Generative scoring, where every server has it. */
async function newestRoute({ servers }: ServedModel): Promise<Route> {
  const looked = await Promise.all(servers.urls.map((url) => servers.look(url, SCORING_PATH, {})))
  // Asked for nothing, a server that has it finds fault with the request.
  const isThere = looked.every(({ status }) => status === 400 || status === 422)
  return isThere ? 'generative_scoring' : 'completions'
}
