import type { ServerResponse } from 'node:http'

export function sendJson(response: ServerResponse, value: unknown, status = 200, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}
