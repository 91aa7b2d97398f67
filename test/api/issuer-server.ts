import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    issuers: string
  }
}

/** Serves over HTTP what tests put there, as issuers of identity tokens do, and counts how often. */
export default async function setup(project: TestProject) {
  const documents = new Map<string, { status: number; body: string; reads: number }>()
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (request.method === 'PUT') {
      const status = Number(searchParams.get('status') ?? 200)
      documents.set(pathname, { status, body: await text(request), reads: 0 })
      response.end()
      return
    }
    const document = documents.get(pathname)
    if (searchParams.has('reads')) {
      response.end(String(document?.reads ?? 0))
      return
    }
    if (document) document.reads += 1
    response.writeHead(document?.status ?? 404, { 'content-type': 'application/json' })
    response.end(document?.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  project.provide('issuers', `http://127.0.0.1:${address.port}`)
  return async () => {
    server.closeAllConnections()
    server.close()
  }
}
