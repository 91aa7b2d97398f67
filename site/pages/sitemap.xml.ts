import type { APIRoute } from 'astro'
import { api, read } from '../lib/api.ts'
import { reportedBenchmarks } from '../lib/read-reported.ts'
import { methodPaths } from '../methods/methods.ts'

const FIXED = [
  '/',
  '/which',
  '/compare',
  '/models',
  '/papers',
  '/activity',
  '/submit',
  '/reference',
  '/about',
]

/** The pages that lead to all others, for those who index the web. Runs and items are linked from boards. */
export const GET: APIRoute = async ({ url }) => {
  const query = { limit: '100' }
  const [benchmarks, papers, models, reported] = await Promise.all([
    read(api.benchmarks.$get({ query })),
    read(api.papers.$get({ query })),
    modelIds(),
    reportedBenchmarks(),
  ])
  const paths = [
    ...FIXED,
    ...methodPaths(),
    ...benchmarks.rows.map(({ id }) => `/boards/${id}`),
    ...reported.map(({ id }) => `/reported/${id}`),
    ...papers.rows.map(({ id }) => `/papers/${id}`),
    ...models.map((id) => `/models/${id}`),
  ]
  const entries = paths.map((path) => `<url><loc>${new URL(path, url).href}</loc></url>`).join('')
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries}</urlset>`,
    { headers: { 'content-type': 'application/xml' } },
  )
}

async function modelIds(): Promise<readonly string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined; ; ) {
    const { rows, next } = await read(api.models.$get({ query: { limit: '100', cursor } }))
    ids.push(...rows.map(({ id }) => id))
    if (next === null) return ids
    cursor = next
  }
}
