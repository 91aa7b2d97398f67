import type { OpenAPIHono } from '@hono/zod-openapi'
import { csvFormatRows } from 'd3-dsv'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { createMiddleware } from 'hono/factory'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { z } from 'zod'
import { operationOf } from './operation.ts'
import { type Env, refuse } from './router.ts'
import { type Column, type ColumnType, tableOf } from './row-table.ts'

/** What a list can be answered as, by the name the query asks for it. */
export const LIST_FORMATS = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
} as const satisfies Record<string, string>
export type ListFormat = keyof typeof LIST_FORMATS
export const LIST_FORMAT_NAMES = Object.keys(LIST_FORMATS) as [ListFormat, ...ListFormat[]]

const ListFormat = z.enum(LIST_FORMAT_NAMES)

/** The format asked for: by the query, or else by the header Accept; JSON where neither names one. */
export function formatAsked(c: Context): ListFormat {
  const asked = ListFormat.safeParse(c.req.query('format')).data
  if (asked !== undefined) return asked
  const supports = Object.values(LIST_FORMATS)
  const type = accepts(c, { header: 'Accept', supports, default: LIST_FORMATS.json })
  return LIST_FORMAT_NAMES.find((name) => LIST_FORMATS[name] === type) ?? 'json'
}

const Listed = z.object({ rows: z.array(z.record(z.string(), z.unknown())) })

/**
 * Refuses fields that the rows of a list do not have. Answers it with the fields and in the format asked
 * for.
 */
export function listFormats(app: OpenAPIHono<Env>) {
  return createMiddleware<Env>(async (c, next) => {
    const row = operationOf(app, c)?.row
    if (!row) return next()
    const fields = c.req.query('fields')?.split(',')
    const refusal = refuseMissing(c, row, fields)
    if (refusal) return refusal
    await next()
    const format = formatAsked(c)
    if (!c.res.ok || (format === 'json' && !fields)) return
    const body: unknown = await c.res.clone().json()
    const listed = Listed.parse(body)
    const rows = fields ? listed.rows.map((row) => pick(row, fields)) : listed.rows
    const headers = new Headers(c.res.headers)
    headers.delete('content-length')
    headers.set('content-type', typeWithCharset(format))
    if (format !== 'json') {
      headers.set('content-disposition', `inline; filename="${fileName(c.req.path)}.${format}"`)
    }
    const answer =
      format === 'json'
        ? JSON.stringify(z.looseObject({}).parse({ ...z.looseObject({}).parse(body), rows }))
        : write[format](rows, row)
    c.res = undefined
    c.res = new Response(answer, { headers })
  })
}

function refuseMissing(c: Context, row: z.ZodType, fields: readonly string[] | undefined) {
  const names = fields ? fieldsOf(row) : []
  const missing = (fields ?? []).filter((name) => !names.includes(name))
  if (missing.length === 0) return undefined
  const message = `Rows here have no field ${missing.join(', ')}. They have ${names.join(', ')}`
  const issues = missing.map((name) => ({ field: 'fields', message: `${name} is no field` }))
  return refuse(c, 'invalid_request', message, issues)
}

function fieldsOf(row: z.ZodType): readonly string[] {
  if (row instanceof z.ZodUnion) {
    const options: readonly unknown[] = row.options
    const names = options.flatMap((one) => (one instanceof z.ZodType ? fieldsOf(one) : []))
    return [...new Set(names)]
  }
  return row instanceof z.ZodObject ? Object.keys(row.shape) : []
}

function pick(row: Readonly<Record<string, unknown>>, fields: readonly string[]) {
  return Object.fromEntries(fields.flatMap((name) => (name in row ? [[name, row[name]]] : [])))
}

const write = {
  csv: (rows: readonly object[], row: z.ZodType) => {
    const columns = tableOf(rows, row)
    const lines = rows.map((_, index) => columns.map(({ values }) => cell(values[index] ?? null)))
    return `${csvFormatRows([columns.map(({ name }) => name), ...lines])}\n`
  },
  ndjson: (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  parquet: (rows: readonly object[], row: z.ZodType) =>
    parquetWriteBuffer({
      columnData: tableOf(rows, row).map(({ name, type, values }) => ({
        name,
        type: PARQUET_TYPES[type],
        nullable: true,
        data: type === 'integer' ? values.map(toBigInt) : [...values],
      })),
    }),
} as const

function cell(value: Column['values'][0]): string {
  return value === null ? '' : String(value)
}

const PARQUET_TYPES = {
  boolean: 'BOOLEAN',
  integer: 'INT64',
  number: 'DOUBLE',
  text: 'STRING',
} as const satisfies Record<ColumnType, string>

function toBigInt(value: Column['values'][0]): bigint | null {
  return value === null ? null : BigInt(value)
}

function typeWithCharset(format: ListFormat): string {
  return format === 'csv' ? `${LIST_FORMATS.csv}; charset=utf-8` : LIST_FORMATS[format]
}

function fileName(path: string): string {
  return path
    .split('/')
    .slice(3)
    .join('-')
    .replaceAll(/[^\w.-]/g, '_')
}
