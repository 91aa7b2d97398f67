import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ZodError } from 'zod'
import { Refusal, ROUTES } from './stand-in-routes.ts'
import { openTinyModel } from './tiny-model.ts'
import { sendJson } from './send-json.ts'

/** Answers a request in its own way and says so; what it leaves alone is answered rightly. */
export type Fault = (
  count: number,
  response: ServerResponse,
  asked: { path: string; body: string },
) => boolean | Promise<boolean>

export interface StandInServer {
  readonly url: string
  /** Paths of the requests so far, with their bodies. */
  readonly got: { readonly path: string; readonly body: string }[]
  close(): Promise<void>
}

/**
 * A server of one of the small models under test/models/, in the wire formats of vLLM, SGLang and the
 * sidecar. `routes` leaves out what an older server has not.
 */
export async function standInServer(
  model: string,
  {
    fault = () => false,
    without = [],
    port = 0,
  }: { fault?: Fault; without?: readonly string[]; port?: number } = {},
): Promise<StandInServer> {
  const tiny = await openTinyModel(join('test/models', model))
  const got: { path: string; body: string }[] = []
  const server = createServer((request, response) => {
    void answer(request.url ?? '', { body: text(request), response })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    got,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function answer(
    path: string,
    { body: reading, response }: { body: Promise<string>; response: ServerResponse },
  ) {
    const body = await reading.catch(() => undefined)
    if (body === undefined) return
    const status = STATUS[path]
    if (status) {
      sendJson(response, status(tiny))
      return
    }
    got.push({ path, body })
    const route = without.includes(path) ? undefined : ROUTES[path]
    if (await fault(got.length - 1, response, { path, body })) return
    if (route === undefined) {
      sendJson(response, { detail: 'Not Found' }, 404)
      return
    }
    try {
      sendJson(response, await route(tiny, JSON.parse(body)))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const code = error instanceof Refusal ? error.code : error instanceof ZodError ? 422 : 500
      sendJson(response, { error: { message, type: 'BadRequestError', code } }, code)
    }
  }
}

/** What is asked before anything is scored. */
const STATUS: Readonly<
  Record<string, (model: { name: string; output: string; maxTokens: number }) => unknown>
> = {
  '/v1/models': ({ name, maxTokens }) => ({
    object: 'list',
    data: [{ id: name, object: 'model', max_model_len: maxTokens }],
  }),
  '/version': () => ({ version: '0.0.0-stand-in' }),
  '/get_server_info': () => ({ version: '0.0.0-stand-in' }),
  '/info': ({ name, output, maxTokens }) => ({
    schema: 'stepmark.sidecar/1',
    model: name,
    version: 'stand-in 1',
    capabilities: [output === 'label_scores' ? 'next_token_scores' : output],
    max_tokens: maxTokens,
  }),
}
