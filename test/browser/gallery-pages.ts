import { z } from 'zod'
import { BENCHMARK_KINDS, type BenchmarkKind } from '#schema/benchmark.ts'

/** A page to take a picture of. */
export interface GalleryPage {
  readonly name: string
  readonly path: string
  /** What it shows. */
  readonly words: string
  /** Whether it is shown as on a phone too. */
  readonly narrow: boolean
}

const Benchmarks = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(BENCHMARK_KINDS),
      runs: z.int(),
    }),
  ),
})
const Standings = z.object({
  rows: z.array(z.object({ run: z.string(), model: z.object({ id: z.string() }) })),
})
const Judged = z.object({ rows: z.array(z.object({ item: z.object({ id: z.string() }) })) })
const Papers = z.object({ rows: z.array(z.object({ id: z.string() })) })

const KIND_NAMES = {
  first_error: 'first error',
  step_labels: 'step labels',
  best_of_n: 'a pool',
  preference: 'preferences',
} as const satisfies Record<BenchmarkKind, string>

/** A page of every kind, on the benchmark of each kind with most runs. */
export async function galleryPages(url: string): Promise<readonly GalleryPage[]> {
  async function get<Schema extends z.ZodType>(path: string, schema: Schema) {
    const response = await fetch(`${url}/api/v1${path}`)
    return schema.parse(await response.json())
  }
  const { rows: benchmarks } = await get('/benchmarks?limit=100', Benchmarks)
  const fullest = BENCHMARK_KINDS.flatMap((kind) => {
    const own = benchmarks.filter((one) => one.kind === kind && one.runs > 0)
    return own.toSorted((a, b) => b.runs - a.runs).slice(0, 1)
  })
  const ofKinds = await Promise.all(
    fullest.map(async ({ id, kind }) => {
      const { rows } = await get(`/leaderboards/${id}`, Standings)
      const [first = '', second = ''] = rows.map(({ run }) => run)
      const { rows: items } = await get(`/runs/${first}/items?limit=5`, Judged)
      const model = rows[0]?.model.id ?? ''
      return {
        kind,
        model,
        pages: pagesOf(kind, { id, first, second, item: items.at(-1)?.item.id ?? '' }),
      }
    }),
  )
  const [paper] = (await get('/papers?limit=1', Papers)).rows
  return [
    page('overview', '/', { words: 'Every benchmark with its best models.', narrow: true }),
    ...ofKinds.flatMap(({ pages }) => pages),
    page('models', '/models', { words: 'Every model with its places.' }),
    page('model', `/models/${ofKinds[0]?.model}`, { words: 'One model on every board.' }),
    page('which one to use', '/which', {
      words: 'The best by each benchmark, and which are as good.',
    }),
    page('papers', '/papers', { words: 'The literature that boards know of.' }),
    page('paper', `/papers/${paper?.id}`, {
      words: 'What a paper reports, beside what was recomputed.',
    }),
    page('method', '/method', { words: 'Every metric and policy.' }),
    page('metric', '/method/first-error/f1', {
      words: 'Formula, edge cases and a worked example.',
      narrow: true,
    }),
    page('policy', '/method/first-error/tuned', { words: 'How a threshold is chosen.' }),
    page('submit', '/submit', { words: 'How to send a run.' }),
    page('activity', '/activity', { words: 'Everything that ever changed.' }),
    page('API', '/reference', { words: 'Every endpoint.' }),
    page('about', '/about', { words: 'What is verified here, and what is not.' }),
    page('not found', '/boards/none', { words: 'What there is instead.' }),
  ]
}

function pagesOf(
  kind: BenchmarkKind,
  { id, first, second, item }: { id: string; first: string; second: string; item: string },
): readonly GalleryPage[] {
  const of = KIND_NAMES[kind]
  const narrow = kind === 'first_error'
  return [
    page(`board of ${of}`, `/boards/${id}`, {
      words: 'Values with their intervals and rank ranges.',
      narrow,
    }),
    page(`run on ${of}`, `/runs/${first}`, {
      words: 'Every number of one run, and how to have it again.',
      narrow,
    }),
    page(`diagnostics on ${of}`, `/runs/${first}/diagnostics`, {
      words: 'What lies behind its numbers.',
    }),
    page(`items of ${of}`, `/runs/${first}/items`, { words: 'What became of each item.' }),
    page(`item of ${of}`, `/items/${id}/${item}`, {
      words: 'Every step with what each model said of it.',
      narrow,
    }),
    page(`comparison on ${of}`, `/compare?runs=${first},${second}`, {
      words: 'Two runs on the same items.',
      narrow,
    }),
  ]
}

function page(
  name: string,
  path: string,
  { words, narrow = false }: { readonly words: string; readonly narrow?: boolean },
): GalleryPage {
  return { name, path, words, narrow }
}
