import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Event } from '#schema/event.ts'
import { Standing } from '#schema/standing.ts'

// `npm start` as a newcomer runs it, but for the port and the folder of the database.

let state: string
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'stepmark-'))
})
afterAll(async () => {
  await rm(state, { recursive: true })
})

const BENCHMARKS = ['stepmark-mini', 'stepmark-mini-steps', 'stepmark-mini-pool']

test('fills three boards, stays up, ends at Ctrl-C, and duplicates nothing the next time', async () => {
  const first = await start()
  const boards = await Promise.all(BENCHMARKS.map((benchmark) => standings(first.url, benchmark)))
  for (const board of boards) {
    expect(board.map(({ model }) => model.id).toSorted()).toEqual([
      'baseline/calculator',
      'baseline/constant-bad',
      'baseline/constant-good',
      'baseline/length',
      'baseline/random',
    ])
    expect(board.every(({ rank, submitter }) => rank === null && submitter === 'baselines')).toBe(
      true,
    )
  }
  for (const benchmark of BENCHMARKS) {
    const page = await fetch(`${first.url}/boards/${benchmark}`)
    expect(await page.text()).toContain('calculator')
  }
  const log = await events(first.url)
  expect(log.filter(({ type }) => type === 'run_listed')).toHaveLength(15)
  expect(log.filter(({ type }) => type === 'catalog_published')).toHaveLength(1)
  const reported = await fetch(`${first.url}/api/v1/reported?benchmark=processbench&headline=true`)
  expect(await reported.text()).toContain('arxiv.org')
  const token = await readFile(join(state, 'submit-token'), 'utf8')
  await first.stop()
  await expect(fetch(first.url)).rejects.toThrow('fetch failed')

  const second = await start()
  const again = await Promise.all(BENCHMARKS.map((benchmark) => standings(second.url, benchmark)))
  expect(again).toEqual(boards)
  expect(await events(second.url)).toEqual(log)
  expect(await readFile(join(state, 'submit-token'), 'utf8')).toBe(token)
  await second.stop()
}, 180_000)

async function start() {
  const env = { ...process.env, PORT: String(await freePort()), STEPMARK_STATE: state }
  const child = spawn('node', ['api/start.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await Promise.race([addressOf(child), exitOf(child)])
  const stop = async () => {
    child.kill('SIGINT')
    // 128 + 2, a shell's word for Ctrl-C.
    expect(await Promise.race([once(child, 'exit'), setTimeout(10_000)])).toEqual([130, null])
  }
  return { url, stop }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    const url = /Stepmark is at (\S+)/.exec(said)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`It ended without an address:\n${said}`)
}

async function exitOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`It ended with ${code}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

async function standings(url: string, benchmark: string): Promise<Standing[]> {
  return read(`${url}/api/v1/leaderboards/${benchmark}`, Standing)
}

async function events(url: string): Promise<Event[]> {
  return read(`${url}/api/v1/events?limit=100`, Event)
}

async function read<Row extends z.ZodType>(url: string, row: Row): Promise<z.infer<Row>[]> {
  const response = await fetch(url)
  return z.object({ rows: z.array(row) }).parse(await response.json()).rows
}
