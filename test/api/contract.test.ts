import { expect, test, vi } from 'vitest'
import { boardCases, recordCases } from './contract-cases-boards.ts'
import { moveCases, runCases } from './contract-cases-runs.ts'
import { adminCases, submissionCases } from './contract-cases-writes.ts'
import { type Cases, commonCases } from './contract-cases.ts'
import { buildWorld } from './contract-world.ts'
import { type Operation, readContract } from './contract.ts'
import { call } from './tiny.ts'

test('every operation answers as the document says, and gives every answer it names', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const world = await buildWorld()
  const { operations, check } = await readContract()
  // In an order in which what one changes is no longer asked for.
  const cases: Cases = {
    ...boardCases(world),
    ...recordCases(world),
    ...runCases(world),
    ...(await submissionCases(world)),
    ...moveCases(world),
    ...(await adminCases(world)),
  }
  expect(Object.keys(cases).toSorted()).toEqual([...operations.keys()].toSorted())

  const wrong: string[] = []
  for (const [name, own] of Object.entries(cases)) {
    const operation = operations.get(name)
    if (!operation) continue
    const given = new Set<string>()
    for (const one of [...(await commonCases(operation, own[0], world)), ...own]) {
      const method = operation.method.toUpperCase()
      const response = await call(one.path, { ...one, method })
      const type = response.headers.get('content-type')?.split(';')[0] ?? ''
      given.add(`${response.status} ${type}`)
      const problems = await check(operation, response)
      if (response.status !== one.status) problems.push(`answers ${response.status}`)
      wrong.push(...problems.map((problem) => `${name} ${one.status} ${one.path}: ${problem}`))
    }
    const missing = documented(operation).filter((answer) => !given.has(answer))
    wrong.push(...missing.map((answer) => `${name}: nothing is answered with ${answer}`))
  }
  expect(wrong).toEqual([])
}, 240_000)

/** Every status of an operation with each type it comes as. */
function documented({ responses }: Operation): readonly string[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const types = Object.keys(content)
    return types.length === 0 ? [`${status} `] : types.map((type) => `${status} ${type}`)
  })
}
