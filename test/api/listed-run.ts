import { expect } from 'vitest'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { Curves } from '#schema/curve.ts'
import { Diagnostics } from '#schema/diagnostics.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { Run } from '#schema/run.ts'
import { call, ITEMS, manifest, newToken, publish, submit, TINY } from './tiny.ts'

/** Publishes a benchmark, submits a run of it and answers the run's address. */
export async function listedRun(
  predictions?: Readonly<Record<string, string>>,
  {
    items = ITEMS,
    definition = TINY,
    change = {},
  }: {
    items?: readonly BenchmarkItem[]
    definition?: BenchmarkDefinition
    change?: object
  } = {},
): Promise<string> {
  const { token } = await newToken()
  const revision = await publish(items, definition)
  const about = manifest(revision, { benchmark: definition.id, ...change })
  const response = await submit(token, about, predictions)
  expect(response.status).toBe(201)
  return `/runs/${(await response.json<Run>()).id}`
}

export async function diagnosticsOf(path: string): Promise<Diagnostics> {
  return Diagnostics.parse(await (await call(path)).json())
}

export async function curvesOf(path: string): Promise<Curves> {
  return Curves.parse(await (await call(path)).json())
}
