import { BENCHMARK_KINDS, type BenchmarkKind } from '#schema/benchmark.ts'
import { BENCHMARK_WORDS } from '../lib/words.ts'
import { BEST_OF_N } from './best-of-n.ts'
import { FIRST_ERROR } from './first-error.ts'
import type { KindMethods, Method } from './method.ts'
import { PREFERENCE } from './preference.ts'
import { STEP_LABELS } from './step-labels.ts'

/** How each kind of benchmark is scored. */
export const METHODS = {
  first_error: FIRST_ERROR,
  step_labels: STEP_LABELS,
  best_of_n: BEST_OF_N,
  preference: PREFERENCE,
} as const satisfies Record<BenchmarkKind, KindMethods>

/** A metric's or a policy's page. */
export interface MethodPage {
  readonly kind: BenchmarkKind
  readonly role: 'metric' | 'policy'
  readonly id: string
  readonly href: string
  readonly method: Method
}

/** Every page of one kind: its metrics, the headline first, then its policies. */
export function methodPages(kind: BenchmarkKind): readonly MethodPage[] {
  const { metrics, policies }: KindMethods = METHODS[kind]
  const pagesOf = (role: MethodPage['role'], methods: Readonly<Record<string, Method>>) =>
    Object.entries(methods).map(([id, method]) => ({
      kind,
      role,
      id,
      href: `${BENCHMARK_WORDS[kind].method}/${id.replaceAll('_', '-')}`,
      method,
    }))
  return [...pagesOf('metric', metrics), ...pagesOf('policy', policies)]
}

/** The kind whose pages stand under a path, if any. */
export function kindAt(path: string): BenchmarkKind | undefined {
  return BENCHMARK_KINDS.find((kind) => BENCHMARK_WORDS[kind].method === path)
}

/** The addresses of all pages of methods. */
export function methodPaths(): readonly string[] {
  return [
    '/method',
    ...BENCHMARK_KINDS.flatMap((kind) => [
      BENCHMARK_WORDS[kind].method,
      ...methodPages(kind).map(({ href }) => href),
    ]),
  ]
}
