import { styleText } from 'node:util'
import Table from 'cli-table3'
import { decimal } from '#schema/format-number.ts'
import { NO_LINES } from '../output/table.ts'
import type { ItemView, StepView } from './item-view.ts'
import { plainText } from './plain-text.ts'

/** Columns of the text, which with the marks before it make 80. */
const TEXT_WIDTH = 44

/** An item for people: a line on what became of it, the problem, and every step with its score. */
export function itemText(view: ItemView, stream: NodeJS.WriteStream): string {
  const { id, subset, policy, verdict, votes, problem, steps } = view
  const solutions = Map.groupBy(steps, ({ solution }) => solution)
  const said = votes === undefined ? [] : [`Votes: ${votes.map((vote) => vote ?? '?').join(' ')}`]
  return [
    `${styleText('bold', id, { stream })} of ${subset}: ${verdict.outcome} under ${policy}`,
    ...said,
    '',
    plainText(problem),
    ...Array.from(solutions, ([solution, own]) => {
      const head = solution === undefined ? [] : [titleOf(solution, own)]
      return ['', ...head, stepsTable(own, stream)].join('\n')
    }),
    '',
  ].join('\n')
}

function titleOf(solution: number, [first]: readonly StepView[]): string {
  const marks = [first?.gold, first?.judged].filter(Boolean).join(', ')
  return `Solution ${solution} (${marks})`
}

function stepsTable(steps: readonly StepView[], stream: NodeJS.WriteStream): string {
  const isChoice = steps[0]?.solution !== undefined
  const table = new Table({
    head: ['Step', 'Score', isChoice ? '' : 'Gold', 'Text'].map((head) =>
      styleText('bold', head, { stream }),
    ),
    colAligns: ['right', 'right', 'left', 'left'],
    colWidths: [6, 8, 18, TEXT_WIDTH],
    wordWrap: true,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  })
  for (const { step, score, gold, judged, text } of steps) {
    const marks = isChoice ? '' : [gold, judged].filter(Boolean).join(', ')
    table.push([step, score === null ? '–' : decimal(score, 3), marks, plainText(text)])
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
