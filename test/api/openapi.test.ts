import { expect, test } from 'vitest'
import { z } from 'zod'
import app from '../../api/app.ts'
import { call } from './tiny.ts'

const Content = z.record(z.string(), z.looseObject({ example: z.unknown().optional() }))
const Document = z.object({
  openapi: z.literal('3.1.0'),
  tags: z.array(z.object({ name: z.string(), description: z.string().min(10) })),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
        tags: z.array(z.string()).length(1),
        summary: z.string().min(1),
        description: z.string().min(1),
        parameters: z
          .array(z.object({ name: z.string(), example: z.unknown().optional() }))
          .default([]),
        requestBody: z.object({ content: Content }).optional(),
        responses: z.record(
          z.string(),
          z.object({ description: z.string().min(1), content: Content.optional() }),
        ),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

async function read() {
  const document = Document.parse(await (await call('/openapi.json')).json())
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method} ${path.replace('/api/v1', '')}`,
      ...operation,
    })),
  )
  return { ...document, operations }
}

test('every operation has a name of its own, a tag that is described, and its refusals', async () => {
  const { operations, tags } = await read()
  expect(operations.length).toBeGreaterThan(30)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  const described = new Set(tags.map(({ name }) => name))
  for (const { name, tags: own, responses } of operations) {
    expect([name, described.has(own[0] ?? '')]).toEqual([name, true])
    const isPublicRead = name.startsWith('get') && !('401' in responses)
    const always = isPublicRead ? ['304', '400', '500'] : ['500']
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(always)])
  }
})

test('every parameter, JSON body and JSON answer has an example', async () => {
  const { operations } = await read()
  const without = operations.flatMap(({ name, parameters, requestBody, responses }) => {
    const answers = [...Object.values(responses), ...(requestBody ? [requestBody] : [])]
    const examples = [
      ...parameters.map(({ example }) => example),
      ...answers.flatMap(({ content: { 'application/json': json } = {} }) =>
        json ? [json.example] : [],
      ),
    ]
    return examples.includes(undefined) ? [name] : []
  })
  expect(without).toEqual([])
})

test('every example is as its schema says', async () => {
  const { operations } = await read()
  const wrong: string[] = []
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { method, path, request, responses } = definition.route
    const name = `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`
    const described = operations.find((one) => one.name === name)
    expect([name, described !== undefined]).toEqual([name, true])
    const check = (where: string, schema: unknown, example: unknown) => {
      if (!(schema instanceof z.ZodType)) return
      const parsed = schema.safeParse(example)
      if (!parsed.success) wrong.push(`${name} ${where}: ${z.prettifyError(parsed.error)}`)
    }
    for (const [status, answer] of Object.entries(responses)) {
      const json = 'content' in answer ? answer.content?.['application/json'] : undefined
      const example = described?.responses[status]?.content?.['application/json']?.example
      if (json && 'schema' in json) check(status, json.schema, example)
    }
    const body = request?.body?.content['application/json']
    const example = described?.requestBody?.content['application/json']?.example
    if (body && 'schema' in body) check('body', body.schema, example)
    for (const part of [request?.params, request?.query]) {
      if (!(part instanceof z.ZodObject)) continue
      for (const [key, schema] of Object.entries(part.shape)) {
        const parameter = described?.parameters.find((one) => one.name === key)
        check(key, schema, parameter && String(parameter.example))
      }
    }
  }
  expect(wrong).toEqual([])
})

test('the shared records have names of their own', async () => {
  const { components } = await read()
  for (const name of ['ErrorBody', 'Run', 'RunManifest', 'Standing', 'MetricResult', 'Label']) {
    expect(Object.keys(components.schemas)).toContain(name)
  }
})

test('limits and the loss of an issuer are documented where they can be met', async () => {
  const { paths } = Document.parse(await (await call('/openapi.json')).json())
  const statusesOf = (path: string, method: string) =>
    Object.keys(paths[`/api/v1${path}`]?.[method]?.responses ?? {})
  expect(statusesOf('/events', 'get')).toEqual(expect.arrayContaining(['429', '500']))
  expect(statusesOf('/submissions', 'post')).toEqual(expect.arrayContaining(['413', '429', '503']))
  expect(statusesOf('/me', 'get')).toEqual(expect.arrayContaining(['401', '429', '503']))
})

test('what may be null may be so by its schema', async () => {
  const text = await (await call('/openapi.json')).text()
  const Impossible = z.object({
    allOf: z.tuple([
      z.object({ $ref: z.string() }),
      z.object({ type: z.array(z.string()).refine((types) => types.includes('null')) }),
    ]),
  })
  const found: string[] = []
  JSON.parse(text, (key, value: unknown) => {
    if (Impossible.safeParse(value).success) found.push(`${key}: ${JSON.stringify(value)}`)
    return value
  })
  // A description of its own has the generator write the schema out, null included.
  expect(found).toEqual([])
})
