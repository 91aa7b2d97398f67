import { type OutputUnit, Validator } from '@cfworker/json-schema'
import { z } from 'zod'
import { call } from './tiny.ts'

const Response = z.object({
  description: z.string(),
  content: z.record(z.string(), z.object({ schema: z.unknown() })).optional(),
})
const Parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']) })
const Operation = z.object({
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(Parameter).optional(),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), Response),
})
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

export interface DocumentedOperation extends z.infer<typeof Operation> {
  /** As in `PUT /submissions/{id}/predictions/{subset}`. */
  readonly name: string
  readonly method: string
  readonly path: string
}

/** What the OpenAPI document promises. */
export async function contract() {
  const document = Document.parse(await (await call('/openapi.json')).json())
  const operations = Object.entries(document.paths).flatMap(([full, methods]) =>
    Object.entries(methods).map(([verb, operation]): DocumentedOperation => {
      const path = full.replace('/api/v1', '')
      const method = verb.toUpperCase()
      return { ...operation, name: `${method} ${path}`, method, path }
    }),
  )
  return {
    operations,
    /** What a JSON answer has that its documented schema does not allow. */
    errorsOf(schema: unknown, answer: unknown): OutputUnit[] {
      const { components } = document
      const validator = new Validator({ ...Object(schema), components }, '2020-12', false)
      return validator.validate(answer).errors
    },
  }
}
