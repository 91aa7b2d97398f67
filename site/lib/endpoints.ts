import { z } from 'zod'

const Operation = z.object({
  summary: z.string().default(''),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false) }))
    .default([]),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
})
const Document = z.object({
  info: z.object({ description: z.string().default('') }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

export interface Endpoint {
  readonly method: string
  readonly path: string
  readonly summary: string
  /** Names of the query parameters it takes. */
  readonly query: readonly string[]
  /** The scope a token needs; undefined when it needs none. */
  readonly scope: string | undefined
}

/** The endpoints an OpenAPI document describes, in its order. */
export function endpointsOf(document: unknown): {
  readonly description: string
  readonly endpoints: readonly Endpoint[]
} {
  const { info, paths } = Document.parse(document)
  const endpoints = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary, parameters, security }]) => ({
      method: method.toUpperCase(),
      path,
      summary,
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      scope: security.flatMap((one) => Object.values(one).flat())[0],
    })),
  )
  return { description: info.description, endpoints }
}
