import type { Capability, Engine } from '../engine.ts'
import type { ServedModel } from './open-model.ts'

/** Sequences of one call that the server batches by itself; more only wait in its queue. */
export const REQUESTS_PER_CALL = 16
const TOKENS_PER_CALL = 32_768

/** How a server is asked for what an adapter needs. */
export interface Methods {
  readonly asked: Partial<Engine>
  readonly requestsPerCall: number
  /** What the manifest says beside the version. */
  readonly route: string
}

/** Servers that batch by themselves, as an engine that keeps the order of solutions. */
export function serverEngine(
  { servers, maxTokens }: ServedModel,
  {
    kind,
    needs,
    asked,
    requestsPerCall,
    route,
    version,
  }: Methods & { kind: string; needs: Capability; version: string },
): Engine {
  return {
    capabilities: new Set([needs]),
    limits: {
      tokensPerCall: TOKENS_PER_CALL,
      requestsPerCall,
      keepsOrder: true,
      // Room for the token that is made; a model that writes counts what it writes itself.
      maxTokens: maxTokens === undefined || needs === 'generate' ? undefined : maxTokens - 1,
      tokensInFlight: () => servers.tokensInFlight(),
    },
    describe: () => ({ kind, version: `${version} ${route}` }),
    ...asked,
    close: async () => servers.close(),
  }
}
