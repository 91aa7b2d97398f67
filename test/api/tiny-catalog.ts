import type { z } from 'zod'
import type { Catalog } from '#schema/catalog.ts'
import { call, OPERATOR } from './tiny.ts'

/** One model with weights, a variant of it and a prompted one, on a table of two subsets. */
export const CATALOG: z.input<typeof Catalog> = {
  capabilities: [
    {
      id: 'first-error-f1',
      tier: 0,
      description: 'The F1 of the first wrong step.',
      state: 'whole',
    },
    {
      id: 'prediction-submission',
      tier: 0,
      description: 'Scores of each step.',
      state: 'partial',
      lacks: 'more formats',
    },
  ],
  papers: [
    {
      id: 'method',
      name: 'Method',
      title: 'A Method',
      year: 2025,
      url: 'https://arxiv.org/abs/2501.00001',
      kind: 'prm',
      relevance: 'core',
      contribution: 'Finds errors.',
      needs: ['first-error-f1'],
      works: 'Its number is on the board.',
    },
    {
      id: 'study',
      name: 'Study',
      title: 'A Study',
      year: 2024,
      url: 'https://arxiv.org/abs/2401.00002',
      kind: 'evaluation_method',
      relevance: 'evaluation',
      contribution: 'Compares methods.',
      needs: [],
      works: 'Both are listed.',
    },
  ],
  models: [
    {
      id: 'method-7b',
      name: 'Method-7B',
      kind: 'discriminative_prm',
      type: 'discriminative',
      params: 7_000_000_000,
      paper: 'method',
      huggingface: 'test/model',
      verified: true,
    },
    {
      id: 'method-7b-soft',
      name: 'Method-7B, soft',
      type: 'soft labels',
      paper: 'method',
      variantOf: 'method-7b',
      verified: false,
    },
    { id: 'judge', name: 'Judge', kind: 'prompted_judge', type: 'prompted', verified: false },
  ],
  sources: [
    {
      id: 'method-table-1',
      title: 'A Method',
      url: 'https://arxiv.org/abs/2501.00001',
      place: 'Table 1',
      paper: 'method',
      decimals: 1,
    },
    {
      id: 'blog',
      title: 'A page',
      url: 'https://example.org/post',
      place: 'Second table',
      decimals: 1,
    },
  ],
  protocols: [
    { id: 'fixed', statement: 'Cut at 0.5.' },
    {
      id: 'tuned',
      statement: 'Cut on subset A.',
      differences: ['tuned_threshold'],
      board: 'tuned',
    },
  ],
  benchmarks: [
    {
      id: 'tiny',
      name: 'Tiny',
      description: 'Four items.',
      board: 'tiny',
      headline: { subset: 'average', metric: 'f1', onBoard: true },
      metrics: ['f1'],
      subsets: ['a', 'b', 'average'].map((id) => ({ id, name: id.toUpperCase() })),
      averages: [{ subset: 'average', of: ['a', 'b'], whole: true }],
    },
  ],
  results: [
    result('method-7b', 'a', 0.8),
    result('method-7b', 'b', 0.6),
    result('method-7b', 'average', 0.7),
    result('judge', 'average', 0.9),
    { ...result('method-7b', 'average', 0.75), protocol: 'tuned', source: 'blog', place: 'Row 3' },
    // (0.5 + 0.7) / 2 = 0.6, printed 0.65
    result('method-7b-soft', 'a', 0.5),
    result('method-7b-soft', 'b', 0.7),
    {
      ...result('method-7b-soft', 'average', 0.65),
      flags: [{ flag: 'average_differs', recomputed: 0.6 }],
    },
  ],
}

function result(model: string, subset: string, value: number) {
  const where = {
    benchmark: 'tiny',
    metric: 'f1',
    protocol: 'fixed',
    source: 'method-table-1',
  } as const
  return { ...where, model, subset, value }
}

export async function putCatalog(catalog: object = CATALOG) {
  const body = JSON.stringify(catalog)
  return call('/admin/catalog', { method: 'PUT', token: OPERATOR, body })
}
