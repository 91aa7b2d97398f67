import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Event } from '#schema/event.ts'
import { Standing } from '#schema/standing.ts'
import { hasSharedData } from '../shared-data.ts'
import { expectedOf, shared } from './real-line.ts'

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

test.skipIf(!hasSharedData)(
  'with --data it publishes the real benchmarks that lie there and imports the scores beside them',
  async () => {
    const data = join(state, 'data')
    await mkdir(join(data, 'scores'), { recursive: true })
    for (const folder of ['processbench-1000', 'scores/processbench-1000']) {
      await symlink(shared(join('data', folder)), join(data, folder))
    }
    const { url, stop } = await start(['--data', data])
    const rows = await placed(url, 'processbench-1000', 10)
    const Models = z.record(z.string(), z.looseObject({ 'fixed:0.5': Values }))
    const expected = expectedOf('processbench-1000', Models)
    const imported = rows.filter(({ submitter }) => submitter === 'literature')
    expect(imported.map(({ model }) => model.id.replace(/^.*\//, '')).toSorted()).toEqual(
      Object.keys(expected).toSorted(),
    )
    for (const { model, value } of imported) {
      const own = expected[model.id.replace(/^.*\//, '')]?.['fixed:0.5'].average ?? Number.NaN
      expect(value).toBeCloseTo(own, 12)
    }
    const pinned = rows.filter(({ submitter }) => submitter === 'baselines')
    expect(pinned.map(({ rank }) => rank)).toEqual([null, null, null, null, null])
    await stop()
  },
  180_000,
)
const Values = z.looseObject({ average: z.number() })

test('a folder without data is named, and nothing is started', async () => {
  const child = spawn('node', ['api/start.ts', '--data', state], { stdio: 'pipe' })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect([code, said]).toEqual([
    2,
    `${state} holds none of the folders processbench, prmbench, best-of-n-gsm8k, processbench-1000\n`,
  ])
})

/** A board once so many runs are on it and those that rank have their places. */
async function placed(url: string, benchmark: string, many: number): Promise<readonly Standing[]> {
  for (;;) {
    const rows = await standings(url, benchmark)
    const ranked = rows.filter(({ model }) => model.kind !== 'baseline')
    if (rows.length === many && ranked.every(({ rank }) => rank !== null)) return rows
    await setTimeout(200)
  }
}

async function start(args: readonly string[] = []) {
  const env = { ...process.env, PORT: String(await freePort()), STEPMARK_STATE: state }
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn('node', ['api/start.ts', ...args], { env, stdio: [...stdio] })
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
