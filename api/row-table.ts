import {
  ZodArray,
  ZodBoolean,
  ZodDefault,
  ZodNullable,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodRecord,
  ZodUnion,
  type core,
  z,
} from 'zod'

export type ColumnType = 'boolean' | 'integer' | 'number' | 'text'

/** One column of a list: a leaf of its rows under a dotted name, null where a row has none. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly values: readonly (boolean | number | string | null)[]
}

type Schema = core.$ZodType
type Leaf = {
  readonly name: string
  readonly type: ColumnType
  readonly value: Column['values'][0]
}

/**
 * A list's rows as columns. A column's type is the one its schema gives, so that it is the same on every
 * page; a result is named by its policy where that is not the row's own, its metric, subset and number of
 * candidates; any other array is its JSON.
 */
export function tableOf(rows: readonly object[], schema: z.ZodType | undefined): readonly Column[] {
  const columns = new Map<string, { type: ColumnType; values: Column['values'][0][] }>()
  const schemas = schema ? expand(schema) : []
  for (const [index, row] of rows.entries()) {
    for (const { name, type, value } of leaves(row, { name: '', schemas, policy: policyOf(row) })) {
      const column = columns.get(name) ?? { type, values: [] }
      columns.set(name, column)
      while (column.values.length < index) column.values.push(null)
      column.values.push(value)
    }
  }
  return Array.from(columns, ([name, { type, values }]) => ({
    name,
    type,
    values: [...values, ...Array.from({ length: rows.length - values.length }, () => null)],
  }))
}

interface Place {
  readonly name: string
  readonly schemas: readonly Schema[]
  readonly policy: string | undefined
}

function* leaves(value: unknown, place: Place): Generator<Leaf> {
  const { name, schemas, policy } = place
  if (Array.isArray(value)) {
    const results = z.array(Result).min(1).safeParse(value).data
    if (!results) {
      yield { name, type: 'text', value: JSON.stringify(value) }
      return
    }
    for (const result of results) {
      const { metric, subset, policy: own, candidates, ...rest } = result
      const names = [own === policy ? undefined : own, metric, subset, candidates]
      const label = names.filter((part) => part !== undefined).join('.')
      const within = schemas.flatMap((one) => (one instanceof ZodArray ? expand(one.element) : []))
      yield* leaves(rest, { name: join(name, label), schemas: within, policy })
    }
    return
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const within = schemas.flatMap((one) => partOf(one, key))
      yield* leaves(part, { name: join(name, key), schemas: within, policy })
    }
    return
  }
  // Its fields are the columns, not itself.
  if (value === null && schemas.some((one) => one instanceof ZodObject)) return
  const type = typeOf(schemas)
  if (value === null || value === undefined) yield { name, type, value: null }
  else yield { name, type, value: fitted(value, type) }
}

const Result = z.looseObject({
  metric: z.string(),
  subset: z.string(),
  policy: z.string(),
  candidates: z.number().optional(),
})

function policyOf(row: object): string | undefined {
  return 'policy' in row && typeof row.policy === 'string' ? row.policy : undefined
}

function join(name: string, part: string): string {
  return name === '' ? part : `${name}.${part}`
}

function fitted(value: unknown, type: ColumnType): boolean | number | string {
  if (type === 'boolean' && typeof value === 'boolean') return value
  if (type !== 'text' && typeof value === 'number') return value
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What a schema may be once it is there: unions as their options, wrappers as what they hold. */
function expand(schema: Schema): readonly Schema[] {
  if (schema instanceof ZodUnion) return schema.options.flatMap(expand)
  if (
    schema instanceof ZodNullable ||
    schema instanceof ZodOptional ||
    schema instanceof ZodDefault
  ) {
    return expand(schema.unwrap())
  }
  return [schema]
}

function partOf(schema: Schema, key: string): readonly Schema[] {
  if (schema instanceof ZodObject) {
    const part: unknown = schema.shape[key]
    return part instanceof z.ZodType ? expand(part) : []
  }
  return schema instanceof ZodRecord ? expand(schema.valueType) : []
}

function typeOf(schemas: readonly Schema[]): ColumnType {
  if (schemas.length === 0) return 'text'
  if (schemas.every((one) => one instanceof ZodBoolean)) return 'boolean'
  if (!schemas.every((one) => one instanceof ZodNumber)) return 'text'
  return schemas.every((one) => one.format?.includes('int')) ? 'integer' : 'number'
}
