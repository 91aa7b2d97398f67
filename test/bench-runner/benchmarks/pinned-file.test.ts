import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { obtain, sha256Of } from '../../../bench-runner/benchmarks/pinned-file.ts'
import { temporaryFolder } from '../stepmark.ts'

const CONTENT = '[{"id":"a"}]'

/** A server that stands in for the pinned address. */
async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/gsm8k.json`
  return { url, sha256: sha256Of(CONTENT), path: join('processbench', 'gsm8k.json') }
}

test('keeps a download and does not ask again', async () => {
  let requests = 0
  const file = await serve((_, response) => {
    requests += 1
    response.end(CONTENT)
  })
  const options = { cache: temporaryFolder(), fetch }
  expect(await obtain(file, options)).toMatchObject({ status: 'ok', from: 'download' })
  expect(await obtain(file, options)).toMatchObject({ status: 'ok', from: 'cache' })
  expect(requests).toBe(1)
  expect(readFileSync(join(options.cache, file.path), 'utf8')).toBe(CONTENT)
})

test('replaces a cached file that was damaged', async () => {
  const file = await serve((_, response) => response.end(CONTENT))
  const options = { cache: temporaryFolder(), fetch }
  mkdirSync(dirname(join(options.cache, file.path)))
  writeFileSync(join(options.cache, file.path), 'damaged')
  expect(await obtain(file, options)).toMatchObject({ status: 'ok', from: 'download' })
  expect(readFileSync(join(options.cache, file.path), 'utf8')).toBe(CONTENT)
})

test('refuses other content, names both digests and keeps nothing', async () => {
  const file = await serve((_, response) => response.end('tampered'))
  const cache = temporaryFolder()
  const obtained = await obtain(file, { cache, fetch })
  expect(obtained).toMatchObject({ status: 'failed', code: 'digest_mismatch' })
  expect(obtained).toHaveProperty('message', expect.stringContaining(sha256Of('tampered')))
  expect(obtained).toHaveProperty('message', expect.stringContaining(file.sha256))
  expect(readdirSync(cache)).toEqual([])
})

test('reports a 404 as a network failure', async () => {
  const file = await serve((_, response) => response.writeHead(404).end())
  const obtained = await obtain(file, { cache: temporaryFolder(), fetch })
  expect(obtained).toMatchObject({ status: 'failed', code: 'network' })
  expect(obtained).toHaveProperty('message', expect.stringContaining('answered 404'))
})

test('reports a download that is cut off as a network failure', async () => {
  const file = await serve((_, response) => {
    response.writeHead(200, { 'content-length': CONTENT.length }).write(CONTENT.slice(0, 4))
    setTimeout(() => response.destroy(), 10)
  })
  const cache = temporaryFolder()
  expect(await obtain(file, { cache, fetch })).toMatchObject({ code: 'network' })
  expect(existsSync(join(cache, file.path))).toBe(false)
})

test('ends when it is interrupted', async () => {
  const file = await serve(() => {})
  const signal = AbortSignal.timeout(20)
  const obtained = await obtain(file, { cache: temporaryFolder(), fetch, signal })
  expect(obtained).toMatchObject({ code: 'interrupted' })
})
