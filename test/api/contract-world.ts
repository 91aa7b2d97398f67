import { expect } from 'vitest'
import type { Run } from '#schema/run.ts'
import type { Standing } from '#schema/standing.ts'
import type { DocumentedOperation } from './contract.ts'
import { putCatalog } from './tiny-catalog.ts'
import { call, manifest, newToken, open, OPERATOR, publish, submit } from './tiny.ts'

/** A service in which every endpoint has something to answer. */
export type World = Awaited<ReturnType<typeof makeWorld>>

export async function makeWorld() {
  const revision = await publish()
  await putCatalog()
  const { id: tokenId, token } = await newToken()
  const about = (id: string) => manifest(revision, { model: { id, kind: 'discriminative_prm' } })
  const run = await idOf(await submit(token, about('test/model')))
  const other = await idOf(await submit(token, about('test/other')))
  const draft = await idOf(await open(token, about('test/draft')))
  const board = await (await call('/leaderboards/tiny')).json<{ rows: Standing[] }>()
  const protocol = board.rows[0]?.protocol ?? ''
  return { revision, tokenId, token, run, other, draft, protocol }
}

async function idOf(response: Response): Promise<string> {
  expect([200, 201]).toContain(response.status)
  return (await response.json<Pick<Run, 'id'>>()).id
}

/** The path of an operation, to what is there. */
export function pathOf({ path }: Pick<DocumentedOperation, 'path'>, world: World): string {
  const id = path.startsWith('/submissions')
    ? world.draft
    : path.startsWith('/admin/tokens')
      ? world.tokenId
      : path.startsWith('/models')
        ? 'method-7b'
        : path.startsWith('/papers')
          ? 'method'
          : world.run
  return fill(path, { ...THERE, hash: world.protocol, id })
}

/** The path of an operation, to what could be there and is not. */
export function missingPathOf({ path }: Pick<DocumentedOperation, 'path'>): string {
  const isRun = /^\/(runs|submissions|admin\/runs)\//.test(path)
  return fill(path, { ...NOWHERE, id: isRun ? `run_${'0'.repeat(16)}` : 'nothing' })
}

const THERE = {
  benchmark: 'tiny',
  item: 'a-1',
  subset: 'a',
  kind: 'first_error',
  owner: 'test',
  name: 'model',
}
const NOWHERE = {
  ...THERE,
  benchmark: 'nowhere',
  item: 'nothing',
  owner: 'no',
  hash: '0'.repeat(64),
}

function fill(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** A token that lacks what an operation asks for, and one that has it; undefined where none is needed. */
export function tokensOf({ security }: Pick<DocumentedOperation, 'security'>, world: World) {
  const scope = security?.flatMap((one) => Object.values(one).flat())[0]
  if (security === undefined) return undefined
  return scope === 'admin'
    ? { lacking: world.token, having: OPERATOR }
    : { lacking: OPERATOR, having: world.token }
}
