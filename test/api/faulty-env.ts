import { env } from 'cloudflare:workers'
import type { Bindings } from '../../api/env.ts'

/**
 * `lost`: it is not done. `unanswered`: it is done, and its answer is lost. `killed`: it is not done, and
 * neither is whatever comes after, as in a Worker that was killed.
 */
export const FAULTS = ['lost', 'unanswered', 'killed'] as const
export type Fault = (typeof FAULTS)[number]

/** Storage whose operation number `at`, from 1, goes wrong; and which operations were tried. */
export function faultyEnv(fault: Fault, at: number) {
  const operations: string[] = []
  let isKilled = false
  /** Calls a method that reaches storage, unless that goes wrong. */
  const reach = async <Answer>(name: string, operation: () => Promise<Answer>) => {
    if (isKilled) throw new Error('The Worker was killed')
    operations.push(name)
    if (operations.length !== at) return operation()
    if (fault === 'unanswered') await operation()
    isKilled = fault === 'killed'
    throw new Error(`Injected: ${name} was ${fault}`)
  }
  const statements = new WeakMap<object, D1PreparedStatement>()
  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = wrap(original, {
      bind: (...values: unknown[]) => statement(original.bind(...values)),
      all: () => reach('all', () => original.all()),
      run: () => reach('run', () => original.run()),
      raw: () => reach('raw', () => original.raw()),
    })
    statements.set(wrapped, original)
    return wrapped
  }
  const bindings: Bindings = {
    ...env,
    DB: wrap(env.DB, {
      prepare: (sql: string) => statement(env.DB.prepare(sql)),
      batch: (given: D1PreparedStatement[]) =>
        reach('batch', () => env.DB.batch(given.map((one) => statements.get(one) ?? one))),
    }),
    FILES: wrap(env.FILES, {
      put: (...given: Parameters<typeof env.FILES.put>) =>
        reach('put', () => env.FILES.put(...given)),
    }),
    WORK: wrap(env.WORK, { send: (body: never) => reach('send', () => env.WORK.send(body)) }),
  }
  return { bindings, operations }
}

/** An object some of whose methods are others. */
function wrap<Target extends object>(target: Target, methods: object): Target {
  return new Proxy(target, {
    get(original, key) {
      const own: unknown = Reflect.get(methods, key)
      if (own !== undefined) return own
      const value: unknown = Reflect.get(original, key)
      return typeof value === 'function' ? value.bind(original) : value
    },
  })
}
