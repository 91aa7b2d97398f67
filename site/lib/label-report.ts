import type { ItemContent } from '#schema/run-item.ts'
import { list } from './format.ts'

export interface LabelReport {
  /** Opens a report that is filled in but for the reason. */
  readonly href: string
  /** Who gets it. */
  readonly to: string
}

/** What a report is about. */
export interface ReportedItem {
  readonly benchmark: string
  readonly item: string
  readonly content: ItemContent
  readonly labelSet: string
  readonly revision: string
  /** The page of the item. */
  readonly address: string
}

/**
 * Where a wrong label can be reported: to whom the operator names (`mailto:` or the address of a form that
 * takes title and body, as GitHub's), else to the benchmark's own home on GitHub or Hugging Face.
 * Undefined where neither is known.
 */
export function labelReport(
  reported: ReportedItem,
  {
    homepage,
    named,
  }: { readonly homepage?: string | undefined; readonly named?: string | undefined },
): LabelReport | undefined {
  const title = `Label of ${reported.item}`
  const body = bodyOf(reported)
  if (named?.startsWith('mailto:')) {
    const fields = `subject=${encodeURIComponent(title)}&body=${encodeURIComponent(body)}`
    return { href: `${named}?${fields}`, to: 'the operator of this service, by mail' }
  }
  if (named !== undefined && URL.canParse(named)) {
    return { href: withFields(named, { title, body }), to: new URL(named).host }
  }
  const home = homepage === undefined ? undefined : URL.parse(homepage)
  const path = home?.pathname.replace(/\/$/, '')
  if (home?.host === 'github.com' && /^\/[^/]+\/[^/]+$/.test(path ?? '')) {
    const href = withFields(`${home.origin}${path}/issues/new`, { title, body })
    return { href, to: `${reported.benchmark}, as an issue on GitHub` }
  }
  if (home?.host === 'huggingface.co' && /^\/datasets\/[^/]+\/[^/]+$/.test(path ?? '')) {
    const href = withFields(`${home.origin}${path}/discussions/new`, { title, description: body })
    return { href, to: `${reported.benchmark}, as a discussion on Hugging Face` }
  }
  return undefined
}

function withFields(to: string, fields: Readonly<Record<string, string>>): string {
  const url = new URL(to)
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  return url.href
}

function bodyOf({ item, content, labelSet, revision, address }: ReportedItem): string {
  return [
    `Item: ${item}`,
    `Label: ${labelWords(content)} (label set ${labelSet}, revision ${revision.slice(0, 10)})`,
    `Every step, with what models say of it: ${address}`,
    '',
    'Why it is wrong, and what it should be:',
    '',
  ].join('\n')
}

function labelWords(content: ItemContent): string {
  switch (content.kind) {
    case 'first_error':
      return content.label.kind === 'at' ? `first error at step ${content.label.step}` : 'no error'
    case 'step_labels':
      return content.wrongSteps.length === 0
        ? 'no wrong step'
        : `wrong at ${list(content.wrongSteps.map((step) => `step ${step}`))}`
    case 'best_of_n': {
      const right = content.candidates.flatMap(({ correct }, index) => (correct ? index : []))
      return `right candidates ${right.join(', ') || 'none'}`
    }
    case 'preference':
      return 'the chosen continuation'
  }
}
