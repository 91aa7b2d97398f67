import type { FirstErrorItem } from './first-error.ts'
import { TEMPLATES } from './registry.ts'
import type { StepLabelItem } from './step-labels.ts'
import {
  type Area,
  areaOf,
  type Baseline,
  firstErrorLabels,
  type LabelledSteps,
  stepLabels,
  SUSPICIONS,
} from './suspicion.ts'
import { ERROR_KINDS, LEVELS } from './template.ts'
import { findableShare } from './findable.ts'

/** The generated part of docs/stepmark-mini.md, by the name of its marks. */
export function tables(
  items: readonly FirstErrorItem[],
  labelled: readonly StepLabelItem[],
): Record<string, string> {
  const { findable, erroneous } = findableShare(items)
  return {
    items: itemTable(items),
    templates: templateTable(),
    'first-error': areaTable(firstErrorLabels(items), [...ERROR_KINDS], 'error kind'),
    'step-labels': areaTable(
      stepLabels(labelled),
      [...new Set(labelled.map((item) => item.class))],
      'class',
    ),
    findable: `Of the ${erroneous} injected first errors, ${findable} (${percent(findable / erroneous)}) can be found by evaluating one equation.`,
  }
}

function itemTable(items: readonly FirstErrorItem[]): string {
  const rows = LEVELS.map((level) => {
    const of = items.filter(({ subset }) => subset === level)
    const wrong = of.filter(({ label }) => label >= 0)
    const lucky = wrong.filter((item) => item.final_answer_correct)
    const lengths = of.map(({ steps }) => steps.length)
    const problems = new Set(of.map(({ problem }) => problem))
    return [
      level,
      of.length,
      problems.size,
      wrong.length,
      lucky.length,
      `${Math.min(...lengths)}–${Math.max(...lengths)}`,
    ]
  })
  return markdown(
    ['subset', 'items', 'problems', 'with an error', 'of these, right answer', 'steps'],
    rows,
  )
}

function templateTable(): string {
  const families = new Map<string, string[]>()
  for (const { family, template } of TEMPLATES)
    families.set(family, [...(families.get(family) ?? []), template.id])
  return markdown(
    ['family', 'templates', 'names'],
    [...families].map(([family, ids]) => [family, ids.length, ids.join(', ')]),
  )
}

function areaTable(
  items: readonly LabelledSteps[],
  groups: readonly string[],
  heading: string,
): string {
  const baselines = Object.keys(SUSPICIONS) as Baseline[]
  const areas = baselines.map((baseline): Area => areaOf(baseline, items))
  const counts = (group: string) =>
    items.filter((item) => item.group === group).reduce((sum, { wrong }) => sum + wrong.length, 0)
  const shown = groups.filter((group) => counts(group) > 0)
  const rows = shown.map((group) => [
    group,
    counts(group),
    ...areas.map((area) => digits(area.groups.get(group))),
  ])
  const all = shown.reduce((sum, group) => sum + counts(group), 0)
  const overall = ['**overall**', all, ...areas.map((area) => `**${digits(area.overall)}**`)]
  return markdown([heading, 'wrong steps', ...baselines], [...rows, overall])
}

function markdown(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function digits(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(2)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
