import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './stepmark.ts'

function candidate(answer: string, is_correct: boolean, steps = ['x', 'y']) {
  return { steps, answer, is_correct }
}

/** Two problems of two candidates, of which the first and the second are right. */
export const TINY_PROBLEMS = [
  {
    problem_id: 'p-1',
    question: 'P',
    ground_truth: '1',
    candidates: [candidate('1', true), candidate('2', false)],
  },
  {
    problem_id: 'p-2',
    question: 'Q',
    ground_truth: '3',
    candidates: [candidate('2', false), candidate('3', true, ['x'])],
  },
]

/** Writes a pool as `candidates.jsonl` and gives its folder. */
export function tinyPool(problems: readonly object[] = TINY_PROBLEMS): string {
  const folder = temporaryFolder()
  const text = problems.map((problem) => `${JSON.stringify(problem)}\n`).join('')
  writeFileSync(join(folder, 'candidates.jsonl'), text)
  return folder
}
