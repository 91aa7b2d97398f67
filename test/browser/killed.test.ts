import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as begin } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Event } from '#schema/event.ts'
import { Run } from '#schema/run.ts'
import { sha256 } from '#schema/sha256.ts'
import { Standing } from '#schema/standing.ts'
import { runId, Submission } from '#schema/submission.ts'
import { readRunFolder, type RunFolder } from '../../bench-runner/run/read-run-folder.ts'
import { openService } from '../../bench-runner/service.ts'
import { submitRun } from '../../bench-runner/submit-run.ts'
import { placedBoard, stepmark } from './real-line.ts'

const BENCHMARK = 'stepmark-mini'
const OPERATOR_TOKEN = 'operator-of-the-killed'

let state: string
let service: Awaited<ReturnType<typeof start>>
let token: string
let made: Pick<RunFolder, 'manifest' | 'predictions'>

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'stepmark-'))
  const database = ['DB', '--local', '--persist-to', state]
  await promisify(execFile)('wrangler', ['d1', 'migrations', 'apply', ...database])
  service = await start()
  const operator = { STEPMARK_API: service.url, STEPMARK_OPERATOR_TOKEN: OPERATOR_TOKEN }
  const asked = ['--benchmark', BENCHMARK, '--backend', 'baseline', '--model', 'random']
  const [folder] = await Promise.all([
    stepmark(['run', ...asked, '--output', state]),
    stepmark(['admin', 'publish', BENCHMARK], operator),
  ])
  token = await stepmark(['admin', 'token', 'killed-test'], operator)
  const read = await readRunFolder(folder)
  if (read.status === 'failed') throw new Error(read.message)
  // A baseline would take no place.
  const model = { id: 'test/killed', kind: 'discriminative_prm' } as const
  made = { ...read, manifest: { ...read.manifest, model } }
}, 240_000)
afterAll(async () => {
  await service?.kill()
  await rm(state, { recursive: true })
})

/** How far a submission comes before the Worker is killed, and what is to be seen of it then. */
const STAGES = [
  { name: 'after it was opened', reach: reachOpened, seen: 'nothing' },
  { name: 'in the middle of a part, after another', reach: reachHalf, seen: 'nothing' },
  { name: 'while it is finalized', reach: reachFinalize('before'), seen: 'nothing' },
  { name: 'after it was listed', reach: reachFinalize('after'), seen: 'all' },
] as const

test('a submission whose Worker is killed goes on where it was, and is listed once', async () => {
  const expected = (await submitted({ ...made, manifest: { ...made.manifest, seed: 0 } })).results
  for (const [index, { name, reach, seen }] of STAGES.entries()) {
    const run = { ...made, manifest: { ...made.manifest, seed: index + 1 } }
    const id = await idOf(run)
    const { pending } = await reach(run)
    expect([name, await traceOf(id)]).toEqual([name, seen])
    await service.kill()
    for (const request of pending) await expect(request).rejects.toBeInstanceOf(Error)
    service = await start()
    expect([name, await traceOf(id)]).toEqual([name, seen])

    expect(await submitted(run)).toMatchObject({ id, state: 'listed', results: expected })
    expect([name, await traceOf(id)]).toEqual([name, 'all'])
    expect(await submitted(run)).toMatchObject({ id, results: expected })
    expect([name, await traceOf(id)]).toEqual([name, 'all'])
  }
  const places = (await placedBoard(service.url, BENCHMARK)).map(({ rank }) => rank)
  expect(places).toEqual(Array(1 + STAGES.length).fill(1))
}, 240_000)

type Submitting = typeof made

/** Sends a run by the client that `stepmark submit` is. */
async function submitted(run: Submitting): Promise<Run> {
  const client = openService(service.url, {
    variable: 'STEPMARK_TOKEN',
    environment: { STEPMARK_TOKEN: token },
  })
  if (client.status === 'failed') throw new Error(client.message)
  const sent = await submitRun(client, run, { onPart: () => {} })
  if (sent.status === 'failed') throw new Error(sent.message)
  return sent.run
}

async function reachOpened(run: Submitting) {
  await opened(run)
  return { pending: [] }
}

async function reachHalf(run: Submitting) {
  const id = await opened(run)
  const [first, second] = run.predictions
  if (!first || !second) throw new Error('One part is none to go on after')
  const path = `/submissions/${id}/predictions`
  const stored = await send('PUT', `${path}/${first.subset}`, { body: first.bytes })
  expect(stored.status).toBe(200)
  const upload = begin(`${service.url}/api/v1${path}/${second.subset}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-length': second.bytes.length },
  })
  const answer = once(upload, 'response')
  answer.catch(() => {})
  const half = second.bytes.subarray(0, second.bytes.length / 2)
  await new Promise((resolve) => upload.write(half, resolve))
  const { received, missing } = Submission.parse(
    await (await send('GET', `/submissions/${id}`)).json(),
  )
  expect(received).toEqual([first.subset])
  expect(missing).toContain(second.subset)
  return { pending: [answer] }
}

function reachFinalize(stop: 'before' | 'after') {
  return async (run: Submitting) => {
    const id = await opened(run)
    for (const { subset, bytes } of run.predictions) {
      const path = `/submissions/${id}/predictions/${subset}`
      expect((await send('PUT', path, { body: bytes })).status).toBe(200)
    }
    const headers = { 'x-stop': stop }
    const answer = send('POST', `/submissions/${id}/finalize`, { headers })
    answer.catch(() => {})
    while (z.int().parse(await (await fetch(`${service.url}/stopped`)).json()) === 0) {
      await setTimeout(50)
    }
    return { pending: [answer] }
  }
}

async function opened(run: Submitting): Promise<string> {
  const body = JSON.stringify(openingOf(run))
  const headers = { 'content-type': 'application/json' }
  const response = await send('POST', '/submissions', { body, headers })
  expect(response.status).toBe(201)
  return Submission.parse(await response.json()).id
}

function send(
  method: string,
  path: string,
  {
    body,
    headers = {},
  }: { body?: string | Uint8Array<ArrayBuffer>; headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const authorization = `Bearer ${token}`
  return fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  })
}

function openingOf({ manifest, predictions }: Submitting) {
  const digests = predictions.map(({ subset, sha256: digest }) => [subset, digest])
  return { manifest, predictions: Object.fromEntries(digests) }
}

function idOf(run: Submitting): Promise<string> {
  return runId(openingOf(run), 'killed-test')
}

/** What is to be seen of a run: all, once, or nothing; how often where, if it is neither. */
async function traceOf(id: string): Promise<string> {
  const read = async (path: string) => (await fetch(`${service.url}/api/v1${path}`)).json()
  const lists = z.object({ rows: z.array(z.looseObject({})) })
  const shown = Run.safeParse(await read(`/runs/${id}`)).data
  const board = z.object({ rows: z.array(Standing) })
  const standings = board.parse(await read(`/leaderboards/${BENCHMARK}`)).rows
  const log = z.object({ rows: z.array(Event) }).parse(await read(`/events?run=${id}`)).rows
  const counts = {
    shown: shown && shown.results.length > 0 ? 1 : 0,
    run: lists.parse(await read('/runs')).rows.filter((row) => row['id'] === id).length,
    standings: standings.filter(({ run }) => run === id).length,
    listings: log.filter(({ type }) => type === 'run_listed').length,
  }
  const places = Object.values(counts)
  if (places.every((count) => count === 1)) return 'all'
  return places.every((count) => count === 0) ? 'nothing' : JSON.stringify(counts)
}

/** Starts the service over the folder, in a process group of its own. */
async function start() {
  const args = ['test/browser/killable-service.ts', state, await sha256(OPERATOR_TOKEN)]
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('The service did not start')
  const ended = once(child, 'close')
  const failed = ended.then(([code]) => Promise.reject(new Error(`The service ended with ${code}`)))
  failed.catch(() => {})
  const [url] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed])
  return {
    url: String(url),
    /** Kills every process of it at once, workerd among them. */
    async kill() {
      process.kill(-pid, 'SIGKILL')
      await ended
      while (await answers(String(url))) await setTimeout(50)
    },
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}
