import type { OpenAPIHono } from '@hono/zod-openapi'
import { ERRORS } from '#schema/error.ts'
import { exampleOf, isObject } from './example.ts'
import { MAX_CATALOG_BYTES, MAX_JSON_BYTES, MAX_JSON_DEPTH } from './limits.ts'
import { RATES } from './rate-limit.ts'
import type { Env } from './router.ts'

const DESCRIPTION =
  'Benchmarks of process reward models, recomputed from raw step scores. Reads need no key. Values are proportions from 0 to 1; step indices start at 0.'

/** What the parts of the API are about, by the first word of their paths. */
const TAGS: Readonly<Record<string, string>> = {
  benchmarks: 'What is scored: items, labels and their revisions.',
  leaderboards: 'Runs of a benchmark beside each other.',
  runs: 'One model scored on one benchmark: metrics, items, scores, exports, citations.',
  me: 'Whose token this is.',
  items: 'One item of a benchmark, and what each run said of it.',
  compare: 'Whether one run really beats another.',
  diff: 'Why two runs give different numbers.',
  badges: 'Images that tell a result elsewhere.',
  protocols: 'What the numbers of a table rest on.',
  reported: 'Numbers that papers published; never ranked.',
  models: 'Models of the literature and of the runs here.',
  papers: 'Papers of the field.',
  events: 'The public log, which is only ever added to.',
  dumps: 'Everything a service holds, to be downloaded and rebuilt elsewhere.',
  submissions: 'How a run comes in.',
  admin: 'What the operator does.',
}

type Document = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>
type Operation = Record<string, unknown>

/** The OpenAPI document of the API: each operation named, tagged and described, with its examples and every answer it can give. */
export function describeApi(app: OpenAPIHono<Env>): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Stepmark',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0' },
    },
  })
  const components = document.components?.schemas ?? {}
  const paths = Object.entries(document.paths ?? {}).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => [
        method,
        isObject(operation) ? complete(operation, { method, path, components }) : operation,
      ]),
    ),
  ])
  const used = new Set(Object.keys(document.paths ?? {}).map(tagOf))
  const tags = [...used].map((name) => ({ name, description: TAGS[name] ?? name }))
  return { ...document, paths: Object.fromEntries(paths), tags }
}

interface Place {
  readonly method: string
  readonly path: string
  readonly components: Readonly<Record<string, unknown>>
}

function complete(operation: Operation, place: Place): Operation {
  const { method, path, components } = place
  const { parameters, responses, requestBody, summary, description } = operation
  const all = { ...commonAnswers(operation, method), ...(isObject(responses) ? responses : {}) }
  return {
    operationId: operationId(method, path),
    tags: [tagOf(path)],
    ...operation,
    description: description ?? `${String(summary)}.`,
    ...(Array.isArray(parameters) && {
      parameters: parameters.map((one: unknown) =>
        isObject(one)
          ? { ...one, example: exampleOf(one['schema'], components, String(one['name'])) }
          : one,
      ),
    }),
    ...(isObject(requestBody) && { requestBody: withExamples(requestBody, components) }),
    responses: Object.fromEntries(
      Object.entries(all).map(([status, response]) => [
        status,
        Number(status) >= 400
          ? withExample(response, errorExample(Number(status)))
          : withExamples(response, components),
      ]),
    ),
  }
}

/** What every operation like this one can answer, in front of its own handler. */
function commonAnswers(
  { parameters, requestBody, security }: Operation,
  method: string,
): Readonly<Record<string, unknown>> {
  const rate = `More than ${RATES.ADDRESS_LIMIT} requests a minute from an address, or ${RATES.WRITE_LIMIT} writes a minute of a submitter.`
  return {
    ...(method === 'get' &&
      security === undefined && { 304: { description: 'What If-None-Match names is still so.' } }),
    400: refusal(
      'A query parameter that this endpoint does not take, or a parameter or body that cannot be read.',
    ),
    ...(method !== 'get' && {
      413: refusal(
        `A body of more than ${MAX_JSON_BYTES} bytes, ${MAX_CATALOG_BYTES} for the catalog.`,
      ),
    }),
    ...((parameters !== undefined || requestBody !== undefined) && {
      422: refusal(
        `A parameter or the body is not as its schema says, or is JSON nested more than ${MAX_JSON_DEPTH} levels deep.`,
      ),
    }),
    429: {
      ...refusal(rate),
      headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
    },
    500: refusal('Something broke, and it was written down.'),
    ...(security !== undefined && {
      503: refusal('The issuer of an identity token gives no keys now.'),
    }),
  }
}

function refusal(description: string) {
  const schema = { $ref: '#/components/schemas/ErrorBody' }
  return { description, content: { 'application/json': { schema } } }
}

/** Of the JSON among the contents; what other formats look like is said in words. */
function withExamples(answer: unknown, components: Place['components']): unknown {
  const content = isObject(answer) ? answer['content'] : undefined
  const json = isObject(content) ? content['application/json'] : undefined
  return isObject(json) ? withExample(answer, exampleOf(json['schema'], components)) : answer
}

function withExample(answer: unknown, example: unknown): unknown {
  if (!isObject(answer) || !isObject(answer['content'])) return answer
  const json = answer['content']['application/json']
  if (!isObject(json)) return answer
  return { ...answer, content: { ...answer['content'], 'application/json': { ...json, example } } }
}

function errorExample(status: number) {
  const code = Object.entries(ERRORS).find(([, its]) => its === status)?.[0] ?? 'internal'
  return { code, message: 'What happened, then what to do' }
}

function tagOf(path: string): string {
  const [first = ''] = words(path)
  return first.replace(/\..*$/, '').replace('exports', 'dumps')
}

/** Such as getRunItems of `GET /runs/{id}/items`: a name before a parameter stands for one of its kind. */
function operationId(method: string, path: string): string {
  const parts = words(path)
  const names = parts.flatMap((part, index) => {
    if (part.startsWith('{')) {
      const isSecond = parts[index - 1]?.startsWith('{')
      return isSecond ? ['By', part] : []
    }
    return [parts[index + 1]?.startsWith('{') ? part.replace(/s$/, '') : part]
  })
  const camel = names.map((name) =>
    name.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, ''),
  )
  return [method, ...camel.map((name) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`)].join(
    '',
  )
}

function words(path: string): readonly string[] {
  return path.replace('/api/v1/', '').split('/')
}
