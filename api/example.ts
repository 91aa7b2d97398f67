type Json = Readonly<Record<string, unknown>>

/** What fields of a name hold in the examples, where their schema takes it. */
const NAMED: Json = {
  id: 'run_0a1b2c3d4e5f6071',
  run: 'run_0a1b2c3d4e5f6071',
  a: 'run_0a1b2c3d4e5f6071',
  b: 'run_1b2c3d4e5f607182',
  benchmark: 'processbench',
  subset: 'gsm8k',
  policy: 'fixed:0.5',
  model: 'Qwen/Qwen2.5-Math-PRM-7B',
  owner: 'Qwen',
  name: 'Qwen2.5-Math-PRM-7B',
  submitter: 'ada',
  item: 'gsm8k-77',
  previous: 'gsm8k-76',
  next: 'eyJwbGFjZSI6MX0',
  labelSet: '1',
  license: 'Apache-2.0',
  version: '1',
  value: 0.735,
  lower: 0.712,
  upper: 0.757,
  level: 0.95,
  threshold: 0.5,
  params: 7_080_000_000,
  field: 'model.id',
  message: 'What happened, then what to do',
}

/** An example of what a JSON schema describes: an array holds one element, an object every field. */
export function exampleOf(schema: unknown, components: Json, name = ''): unknown {
  if (!isObject(schema)) return undefined
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    return exampleOf(components[reference.split('/').at(-1) ?? ''], components, name)
  }
  const { examples, enum: values, anyOf, oneOf, allOf } = schema
  const types = [schema['type']].flat()
  const given = Array.isArray(examples) ? examples : []
  const named = types.includes(typeof NAMED[name]) ? [NAMED[name]] : []
  const fit = [...given, ...named].find((one) => fits(one, schema))
  if (fit !== undefined) return fit
  if ('const' in schema) return schema['const']
  if (Array.isArray(values)) return values[0]
  const [option] = [anyOf, oneOf].flatMap((some) => (Array.isArray(some) ? some : []))
  if (option !== undefined) return exampleOf(option, components, name)
  if (Array.isArray(allOf) && types[0] !== 'string') return exampleOf(allOf[0], components, name)
  switch (types[0]) {
    case 'object':
      return objectExample(schema, components)
    case 'array':
      return schema['items'] === undefined ? [] : [exampleOf(schema['items'], components, name)]
    case 'string':
      return textExample(schema)
    case 'integer':
    case 'number':
      return numberExample(schema)
    case 'boolean':
      return false
    default:
      return null
  }
}

function objectExample(schema: Json, components: Json): Json {
  const { properties, additionalProperties: others, propertyNames } = schema
  if (isObject(properties)) {
    return Object.fromEntries(
      Object.entries(properties).map(([key, part]) => [key, exampleOf(part, components, key)]),
    )
  }
  if (!isObject(others)) return {}
  const key = exampleOf(propertyNames, components, 'subset')
  return { [typeof key === 'string' ? key : 'name']: exampleOf(others, components) }
}

function textExample(schema: Json): string {
  const { format } = schema
  if (format === 'date-time') return '2026-11-24T03:00:00.000Z'
  if (format === 'date') return '2026-11-24'
  if (format === 'uri') return 'https://example.org/'
  return ['text', 'a'.repeat(64), '2026-11-24', 'Qwen'].find((one) => fits(one, schema)) ?? ''
}

/** Whether a value is among those of an enum, and a text matches every pattern. */
function fits(value: unknown, { pattern, allOf, enum: values }: Json): boolean {
  if (Array.isArray(values) && !values.includes(value)) return false
  if (typeof value !== 'string') return true
  const parts: readonly unknown[] = Array.isArray(allOf) ? allOf : []
  return (
    (typeof pattern !== 'string' || new RegExp(pattern).test(value)) &&
    parts.every((part) => !isObject(part) || fits(value, part))
  )
}

function numberExample({ minimum, exclusiveMinimum }: Json): number {
  if (typeof minimum === 'number' && minimum > 0) return minimum
  return typeof exclusiveMinimum === 'number' && exclusiveMinimum >= 0 ? exclusiveMinimum + 1 : 1
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
