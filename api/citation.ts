import { z } from '@hono/zod-openapi'
import type { Run } from '#schema/run.ts'
import { texText } from '#schema/tex-text.ts'

/** A run as a reference, in the shape of CSL-JSON. */
export const Citation = z
  .object({
    id: z.string(),
    type: z.literal('dataset'),
    title: z.string(),
    author: z.array(z.object({ literal: z.string() })),
    issued: z.object({ 'date-parts': z.array(z.array(z.int())) }),
    publisher: z.string(),
    version: z.string().meta({ description: 'Revision of the benchmark.' }),
    URL: z.string(),
    note: z.string(),
  })
  .meta({ id: 'Citation' })
type Citation = z.infer<typeof Citation>

/** What a run is cited as; `origin` is that of the service. */
export function citationOf(run: Run, origin: string): Citation {
  const { id, benchmark, revision, submitter, createdAt, manifest } = run
  const { model, published } = manifest
  const at = model.revision === undefined ? '' : ` at ${model.revision}`
  const date = [createdAt.slice(0, 4), createdAt.slice(5, 7), createdAt.slice(8, 10)].map(Number)
  const sources = published ? [`Scores published by ${published.citation}, ${published.url}`] : []
  return {
    id,
    type: 'dataset',
    title: `${model.id}${at} on ${benchmark}: step scores and recomputed metrics`,
    author: [{ literal: submitter }],
    issued: { 'date-parts': [date] },
    publisher: 'Stepmark',
    version: revision,
    URL: `${origin}/runs/${id}`,
    note: [`Run ${id}, ${STATE_WORDS[run.state]}`, ...sources].join('. '),
  }
}

const STATE_WORDS = {
  listed: 'recomputed from its scores',
  held: 'held, not ranked',
  withdrawn: 'withdrawn',
  superseded: 'superseded by a later run',
} as const satisfies Record<Run['state'], string>

export function bibtexOf(citation: Citation): string {
  const [year, month] = citation.issued['date-parts'][0] ?? []
  const fields = {
    // Doubled braces keep the name of a group in one piece.
    author: `{${texText(citation.author.map(({ literal }) => literal).join(' and '))}}`,
    title: `{${texText(citation.title)}}`,
    year: String(year),
    month: String(month),
    publisher: citation.publisher,
    version: citation.version,
    url: citation.URL,
    note: texText(citation.note),
  }
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},\n`)
  return `@misc{${citation.id},\n${lines.join('')}}\n`
}

export function textOf({ author, title, issued, publisher, URL, note }: Citation): string {
  const names = author.map(({ literal }) => literal).join(', ')
  return `${names} (${issued['date-parts'][0]?.[0]}). ${title}. ${publisher}. ${note}. ${URL}\n`
}
