import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface Got {
  readonly path: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
  /** Which of the server's connections it came by. */
  readonly port: number | undefined
}

export interface Misbehaving {
  readonly url: string
  readonly got: Got[]
}

/** A server that does with its n-th request (from 0) what the test says. */
export async function misbehavingServer(
  answer: (count: number, response: ServerResponse, got: Got) => void | Promise<void>,
): Promise<Misbehaving> {
  const got: Got[] = []
  const server = createServer(async (request, response) => {
    const one = {
      path: request.url ?? '',
      body: await text(request),
      headers: request.headers,
      port: request.socket.remotePort,
    }
    got.push(one)
    await answer(got.length - 1, response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, got }
}
