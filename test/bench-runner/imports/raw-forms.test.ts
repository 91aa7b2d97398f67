import { expect, test } from 'vitest'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { PoolPredictionLine, PredictionLine } from '#schema/prediction-line.ts'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { PROCESSBENCH_1000_IDS } from '../../../bench-runner/benchmarks/processbench-1000-ids.ts'
import { canonicalScores } from '../../../bench-runner/imports/canonical-scores.ts'
import { fover } from '../../../bench-runner/imports/fover.ts'
import { FOVER_SUBSETS } from '../../../bench-runner/imports/fover-models.ts'
import type { ImportSource } from '../../../bench-runner/imports/import-source.ts'
import { rPrm } from '../../../bench-runner/imports/r-prm.ts'
import { strictPrmScores } from '../../../bench-runner/imports/strict-prm-scores.ts'
import { readText } from '../../../bench-runner/read-text.ts'
import { hasSharedData } from '../../shared-data.ts'

// Real scores, written as their source writes them, must come back as the content that is pinned.

const DATA = '../shared/data'
type Raw = readonly { readonly path: string; readonly text: string }[]

test.skipIf(!hasSharedData)('scores of FoVer come back from flat arrays', async () => {
  const different = await differing(fover, { data: 'processbench-1000', raw: foverFiles })
  expect(different).toEqual([])
})

test.skipIf(!hasSharedData)('scores of R-PRM come back, but for ids of other items', async () => {
  expect(await differing(rPrm, { data: 'prmbench', raw: rPrmFiles })).toEqual([])
})

test.skipIf(!hasSharedData)('scores of StrictPRMBench come back from rows', async () => {
  const different = await differing(strictPrmScores, { data: 'best-of-n-gsm8k', raw: strictFiles })
  expect(different).toEqual([])
})

/** The models with a pinned content whose scores do not come back from what `raw` writes. */
async function differing(
  source: ImportSource,
  options: { data: string; raw: (name: string, items: readonly BenchmarkItem[]) => Promise<Raw> },
): Promise<readonly string[]> {
  const { benchmark } = source
  const opened = await openBenchmark({ benchmark, data: `${DATA}/${options.data}` })
  if (opened.status === 'failed') throw new Error(opened.message)
  const { items } = opened.revision
  const pinned = source.models.filter(({ content }) => content !== undefined)
  const different: string[] = []
  for (const model of pinned) {
    const parsed = source.parse(await options.raw(model.name, items), { model, items })
    if (parsed.status === 'failed') throw new Error(parsed.message)
    const { digest } = canonicalScores(parsed.lines, items)
    if (digest !== model.content) different.push(model.name)
  }
  return different
}

async function foverFiles(name: string, items: readonly BenchmarkItem[]): Promise<Raw> {
  const lines = (await converted(`processbench-1000/${name}.jsonl`)).map((line) =>
    PredictionLine.parse(JSON.parse(line)),
  )
  const scoresOf = new Map(lines.map(({ id, scores = [] }) => [id, scores]))
  const labelOf = new Map(items.flatMap((item) => ('label' in item ? [[item.id, item.label]] : [])))
  return FOVER_SUBSETS.map((subset) => {
    const ids = (PROCESSBENCH_1000_IDS[subset] ?? []).map((number) => `${subset}-${number}`)
    const scores = ids.map((id) => (scoresOf.get(id) ?? []).filter((score) => score !== null))
    const right = ids.flatMap((id, index) => {
      const label = labelOf.get(id)
      return (scores[index] ?? []).map((_, step) => !(label?.kind === 'at' && label.step === step))
    })
    const text = { y_pred_step_level: scores.flat(), y_true_step_level: right }
    return { path: `${subset}/test.json`, text: JSON.stringify(text, null, 4) }
  })
}

async function rPrmFiles(name: string): Promise<Raw> {
  const rows = (await converted(`prmbench/${name}.jsonl.gz`)).map((line) => {
    const { id, scores = [] } = PredictionLine.parse(JSON.parse(line))
    // The published file has numbers for the five that are null here.
    const own = scores.map((score) => score ?? 0.5)
    return `${JSON.stringify({ scores: { step_level_validity_scores: own }, idx: id })}\n`
  })
  return [{ path: 'prm_result.jsonl', text: rows.toReversed().join('') }]
}

async function strictFiles(name: string, items: readonly BenchmarkItem[]): Promise<Raw> {
  const lines = (await converted(`best-of-n-gsm8k/${name}.jsonl.gz`)).map((line) =>
    PoolPredictionLine.parse(JSON.parse(line)),
  )
  const pool = new Map(items.map((item) => [item.id, 'candidates' in item ? item.candidates : []]))
  const rows = lines.flatMap(({ id, scores = [] }) =>
    scores.map((step_scores, index) => ({
      benchmark: 'gsm8k',
      prm_name: name,
      problem_id: id,
      candidate_index: index,
      step_scores,
      is_correct: pool.get(id)?.[index]?.correct,
      n_steps: step_scores.length,
    })),
  )
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  return [{ path: `${name}_gsm8k.jsonl`, text }]
}

async function converted(path: string): Promise<readonly string[]> {
  const read = await readText(`${DATA}/scores/${path}`)
  if (read.status === 'failed') throw new Error(read.message)
  return read.text.split('\n').filter((line) => line !== '')
}
