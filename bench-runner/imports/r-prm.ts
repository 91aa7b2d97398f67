import { z } from 'zod'
import { issuesOf } from '#schema/error.ts'
import { StepScores } from '#schema/prediction-line.ts'
import { readRows } from '../benchmarks/read-rows.ts'
import { failed } from '../failure.ts'
import type { ImportSource, Parsed, ParseContext, RawFile } from './import-source.ts'

/** She et al. 2025: R-PRM on all of PRMBench. */
export const rPrm: ImportSource = {
  id: 'r-prm',
  title: 'R-PRM on PRMBench',
  citation: 'She et al. 2025, R-PRM: Reasoning-Driven Process Reward Modeling (arXiv:2503.21295)',
  repository: 'NJUNLP/R-PRM',
  commit: 'e3dd60563264eb250fbe1322956de1df2a991574',
  license: undefined,
  notes: [
    'No licence is stated: show them with their source, redistribute nothing.',
    'Scores are fractions of ten votes. Which checkpoint gave them is not stated.',
    'Its own labels call a step right from 0.61 on.',
  ],
  benchmark: 'prmbench',
  models: [
    {
      name: 'r-prm',
      model: {
        id: 'NJUNLP/R-PRM',
        kind: 'generative_prm',
        params: 7e9,
        base: 'Qwen2.5-Math-7B-Instruct',
      },
      trainingData: '289K rows to imitate and 269K preferences',
      paths: ['src/evaluate/PRMBench/data/prm_result.jsonl'],
      content: '333cd5999606137625e72957b3007cfa71fd8c5169b10b6e4d1daa727992119a',
    },
  ],
  parse: parseRPrm,
}

/** Ids that two items of PRMBench bear. The first of them counts; the second was scored. */
const OF_ANOTHER_ITEM: readonly string[] = [
  'multi_solutions_prm_test_p2_863',
  'multi_solutions_prm_test_p2_889',
  'multi_solutions_prm_test_p2_997',
  'multi_solutions_prm_test_p2_1053',
  'multi_solutions_prm_test_p2_1058',
]

const Row = z.object({
  idx: z.string(),
  scores: z.object({ step_level_validity_scores: StepScores }),
})

/** One row an item: `<class>_<item>` and the scores of its steps. Rows of no item are counted. */
export function parseRPrm(
  files: readonly RawFile[],
  { items }: Pick<ParseContext, 'items'>,
): Parsed {
  const read = readRows(
    files.map((file) => ({ ...file, subset: undefined })),
    (value) => {
      const row = Row.safeParse(value)
      return row.success ? { item: row.data } : { issues: issuesOf(row.error) }
    },
  )
  if (read.status === 'failed') return read
  const byId = new Map(read.items.map((row) => [row.idx, row.scores.step_level_validity_scores]))
  const repeated = read.items.length - byId.size
  const known = new Set(items.map(({ id }) => id))
  const strange = [...byId.keys()].filter((id) => !known.has(id))
  if (byId.size === strange.length) return failed('invalid', 'No row is of an item of PRMBench')
  return {
    status: 'ok',
    lines: items.flatMap((item) => {
      const scores = byId.get(item.id)
      if (scores === undefined || !('steps' in item)) return []
      const another = OF_ANOTHER_ITEM.includes(item.id)
      return [{ id: item.id, scores: another ? item.steps.map(() => null) : scores }]
    }),
    warnings: [
      ...(strange.length > 0 ? [`Rows of no item: ${strange.length} (${strange[0]}, …)`] : []),
      ...(repeated > 0 ? [`Rows whose id comes again later: ${repeated}; the last counts`] : []),
    ],
  }
}
