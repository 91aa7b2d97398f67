import { dereference, type Schema, validate } from '@cfworker/json-schema'
import { z } from 'zod'
import { ERRORS } from '#schema/error.ts'
import { call } from './tiny.ts'

const Content = z.record(z.string(), z.object({ schema: z.looseObject({}) }))
const Operation = z.looseObject({
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      headers: z.record(z.string(), z.object({ schema: z.looseObject({}) })).default({}),
      content: Content.default({}),
    }),
  ),
})
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

/** An operation as the OpenAPI document has it, by a name such as `get /runs/{id}`. */
export type Operation = z.infer<typeof Operation> & { readonly method: string }

/** The operations of the document by name, and what is wrong with an answer by it. */
export async function readContract() {
  const text = await (await call('/openapi.json')).text()
  const document = Document.parse(JSON.parse(text, withoutOthers))
  const lookup = dereference(document as Schema)
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        `${method} ${path.replace('/api/v1', '')}`,
        { ...operation, method },
      ]),
    ),
  )
  const problemsOf = (value: unknown, schema: Schema) =>
    validate(value, schema, '2020-12', lookup, false).errors.map(
      ({ instanceLocation, error }) => `${instanceLocation}: ${error}`,
    )

  /** What is wrong with an answer, in words; nothing where it is as documented. */
  async function check(operation: Operation, response: Response): Promise<string[]> {
    const { status, headers } = response
    const documented = operation.responses[status]
    // Of any type, which text() would doubt.
    const body = new TextDecoder().decode(await response.arrayBuffer())
    if (!documented) return [`${status} is not documented: ${body.slice(0, 300)}`]
    const type = headers.get('content-type')?.split(';')[0] ?? 'none'
    const types = Object.keys(documented.content)
    if (types.length === 0) return body === '' ? [] : [`${status} has a body: ${body}`]
    const content = documented.content[type]
    if (!content) return [`${type} is not among ${types.join(', ')}`]
    const value: unknown = type === 'application/json' ? JSON.parse(body) : body
    return [
      ...problemsOf(value, content.schema),
      ...Object.entries(documented.headers).flatMap(([name, { schema }]) =>
        problemsOf(Number(headers.get(name) ?? NaN), schema),
      ),
      ...(status >= 400 ? codeProblems(value, status) : []),
    ]
  }
  return { operations, check }
}

/** Whether the code of a refusal is one of its status. */
function codeProblems(value: unknown, status: number): readonly string[] {
  const { code } = z.object({ code: z.enum(Object.keys(ERRORS)) }).parse(value)
  const its = new Map<string, number>(Object.entries(ERRORS)).get(code)
  return its === status ? [] : [`${code} is a code of ${its}, not of ${status}`]
}

/** Closes the objects of a schema: clients ignore fields they do not know, but we document each. */
function withoutOthers(_: string, value: unknown): unknown {
  const isOpen =
    z.object({ type: z.literal('object'), properties: z.looseObject({}) }).safeParse(value)
      .success && !Object.hasOwn(Object(value), 'additionalProperties')
  return isOpen ? { ...Object(value), additionalProperties: false } : value
}
