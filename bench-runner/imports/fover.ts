import { z } from 'zod'
import { issuesOf } from '#schema/error.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { type PredictionLine, StepScores } from '#schema/prediction-line.ts'
import { PROCESSBENCH_1000_IDS } from '../benchmarks/processbench-1000-ids.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { FOVER_MODELS, FOVER_SUBSETS } from './fover-models.ts'
import type { ImportSource, Parsed, ParseContext, RawFile } from './import-source.ts'

/** Kamoi et al. 2025: 21 models on 250 items of each subset of ProcessBench. */
export const fover: ImportSource = {
  id: 'fover',
  title: 'FoVer: 21 models on 1,000 items of ProcessBench',
  citation:
    'Kamoi et al. 2025, Training Step-Level Reasoning Verifiers with Formal Verification Tools (arXiv:2505.15960)',
  repository: 'psunlpgroup/FoVer',
  commit: '742fcf90c277f99cd9fe07c510f63e871a1d97e9',
  license: 'CC BY 4.0',
  notes: [
    'May be redistributed with attribution.',
    'Steps after the first error were not published; decisions about the first error need none of them.',
  ],
  benchmark: 'processbench-1000',
  models: FOVER_MODELS,
  parse: parseFover,
}

const Evaluation = z.object({
  y_pred_step_level: StepScores,
  y_true_step_level: z.array(z.boolean()),
})

/**
 * One file a subset, each with all its step scores in one array, and whether each step was right.
 * The items have no ids; their order is that of PROCESSBENCH_1000_IDS. Of a wrong solution only the
 * steps up to its first error are there: the others are null. The file's own labels must be those of
 * the items, which shows a score that slipped to another step.
 */
export function parseFover(
  files: readonly RawFile[],
  { items }: Pick<ParseContext, 'items'>,
): Parsed {
  const byId = new Map(items.filter(isFirstError).map((item) => [item.id, item]))
  const lines: PredictionLine[] = []
  for (const [index, subset] of FOVER_SUBSETS.entries()) {
    const file = files[index]
    if (file === undefined) return failed('invalid', `There is no file for ${subset}`)
    const numbers = PROCESSBENCH_1000_IDS[subset] ?? []
    const read = parseSubset(
      file,
      numbers.flatMap((number) => byId.get(`${subset}-${number}`) ?? []),
    )
    if (!('lines' in read)) return read
    lines.push(...read.lines)
  }
  return { status: 'ok', lines, warnings: [] }
}

function parseSubset(
  { path, text }: RawFile,
  items: readonly FirstErrorItem[],
): { readonly lines: readonly PredictionLine[] } | Failed {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return failed('invalid', `${path} is not JSON: ${reasonOf(error)}`)
  }
  const evaluation = Evaluation.safeParse(value)
  if (!evaluation.success) {
    return failed('invalid', `${path} has fields that cannot be read`, issuesOf(evaluation.error))
  }
  const { y_pred_step_level: scores, y_true_step_level: right } = evaluation.data
  const lines: PredictionLine[] = []
  let start = 0
  for (const item of items) {
    const labels = publishedLabels(item)
    const end = start + labels.length
    if (right.slice(start, end).join() !== labels.join()) {
      return failed('invalid', `${path} does not follow the items`, [
        { item: item.id, field: `y_true_step_level.${start}`, message: `Not ${labels.join(', ')}` },
      ])
    }
    const dropped = item.steps.length - labels.length
    lines.push({ id: item.id, scores: [...scores.slice(start, end), ...Array(dropped).fill(null)] })
    start = end
  }
  const [last = 0] = [scores.length, right.length].filter((length) => length !== start)
  if (last === 0) return { lines }
  return failed('invalid', `${path} has ${last} steps, not the ${start} up to the first errors`)
}

/** Which steps are right, up to the first that is not. */
function publishedLabels({ label, steps }: FirstErrorItem): readonly boolean[] {
  if (label.kind === 'none') return steps.map(() => true)
  return steps.slice(0, label.step + 1).map((_, index) => index < label.step)
}

function isFirstError(item: BenchmarkItem): item is FirstErrorItem {
  return 'label' in item
}
