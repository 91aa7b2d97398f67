import type { z } from 'zod'
import type { Catalog } from '#schema/catalog.ts'
import { LONG_MODEL } from './hard-texts.ts'

// A catalog that is hard to lay out: more reports than a page shows, long titles, every kind of flag.

const TITLE = 'A Study of How Reward Models That Judge Every Step of a Solution Were Measured'
const REPORTS = 45
const SUBSETS = ['geometry', 'algebra'] as const

const result = {
  model: 'long',
  benchmark: 'hard',
  subset: 'average',
  metric: 'f1',
  protocol: 'plain',
  source: 'table',
} as const

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
      id: 'study',
      name: 'Study',
      title: TITLE,
      year: 2025,
      url: 'https://example.org/study',
      kind: 'prm',
      relevance: 'core',
      contribution: 'Measures models.',
      needs: ['first-error-f1'],
      works: 'Its numbers are on the board.',
    },
  ],
  models: [
    {
      id: 'long',
      name: LONG_MODEL.slice(LONG_MODEL.indexOf('/') + 1),
      kind: 'discriminative_prm',
      type: 'discriminative',
      params: 7e10,
      paper: 'study',
      huggingface: LONG_MODEL,
      verified: true,
    },
    ...Array.from({ length: REPORTS }, (_, index) => ({
      id: `judge-${index}`,
      name: `Judge ${index}`,
      type: 'prompted',
      variantOf: 'long',
      verified: false,
    })),
  ],
  sources: [
    {
      id: 'table',
      title: TITLE,
      url: 'https://example.org/study',
      place: 'Table 1',
      paper: 'study',
      decimals: 1,
    },
  ],
  protocols: [
    { id: 'plain', statement: 'Cut at 0.5.' },
    {
      id: 'voted',
      statement: 'Eight verdicts.',
      differences: ['written_verdict', 'majority_of_verdicts', 'tuned_threshold'],
    },
  ],
  benchmarks: [
    {
      id: 'hard',
      name: 'Hard',
      description: 'As the board.',
      board: 'hard',
      headline: { subset: 'average', metric: 'f1', onBoard: true },
      metrics: ['f1'],
      subsets: [...SUBSETS, 'average'].map((id) => ({ id, name: `Subset of ${id}` })),
      averages: [{ subset: 'average', of: [...SUBSETS], whole: true }],
    },
    {
      id: 'elsewhere',
      name: 'Elsewhere',
      description: 'Not a benchmark here.',
      headline: { subset: 'all', metric: 'accuracy', onBoard: false },
      metrics: ['accuracy'],
      subsets: [{ id: 'all', name: 'All' }],
    },
    {
      id: 'parts',
      name: 'Parts',
      description: 'No number of it is the one it is about.',
      metrics: ['tokens_per_step', 'seconds_per_example'],
      subsets: SUBSETS.map((id) => ({ id, name: `Subset of ${id}` })),
    },
  ],
  results: [
    // (0.9 + 0.7) / 2 = 0.8, printed 0.85
    { ...result, subset: 'geometry', value: 0.9 },
    { ...result, subset: 'algebra', value: 0.7 },
    { ...result, value: 0.85, flags: [{ flag: 'average_differs', recomputed: 0.8 }] },
    ...Array.from({ length: REPORTS }, (_, index) => ({
      ...result,
      model: `judge-${index}`,
      protocol: 'voted',
      value: 0.8 - index / 100,
    })),
    {
      ...result,
      benchmark: 'elsewhere',
      subset: 'all',
      metric: 'accuracy',
      candidates: 8,
      value: 0.5,
    },
    {
      ...result,
      benchmark: 'parts',
      subset: 'geometry',
      metric: 'tokens_per_step',
      value: 12_345.6,
    },
    {
      ...result,
      benchmark: 'parts',
      subset: 'algebra',
      metric: 'seconds_per_example',
      value: 0.0625,
    },
  ],
}

/** Publishes the catalog through the operator's endpoint. */
export async function publishHardCatalog(url: string, operatorToken: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/admin/catalog`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(CATALOG),
  })
  if (!response.ok) throw new Error(await response.text())
}
