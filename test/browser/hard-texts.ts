import type { Attachment } from '#schema/attachment.ts'

// Texts that are hard to lay out, or meant to break a page.

export const FORMULA = String.raw`$$\int_0^1 \frac{a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p}{q+r+s+t+u+v+w+x+y+z} \, dx = \sum_{n=1}^{\infty} \frac{(-1)^n}{n^2+1}$$`
export const HOSTILE = `<script>document.title = 'broken'</script><img src=x onerror="document.title='broken'"> ${'long'.repeat(40)}`
export const TABLE = `| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n|${' 1000000 |'.repeat(6)}`
export const LONG_MODEL = `an-owner-with-quite-a-long-name/${'a-model-name-without-end-'.repeat(5)}70B`

/** A number from 0 to 1 that differs from step to step and from model to model. */
export function scatter(...places: readonly number[]): number {
  const mixed = places.reduce((sum, place, index) => sum + place * (617 - 97 * index), 0)
  return (mixed % 1000) / 1000
}

/** One attachment of each form, hostile ones among them, at a place and at none. */
export function attachmentsOf(place: Pick<Attachment, 'step' | 'candidate'>): Attachment[] {
  return [
    { kind: 'critique', ...place, title: HOSTILE.slice(0, 200), text: `${HOSTILE}\n\n${TABLE}` },
    { kind: 'tool_call', ...place, json: { name: 'python', code: HOSTILE } },
    { kind: 'passage', ...place, url: `https://example.org/${'long'.repeat(40)}?q="><b>` },
    { kind: 'search_trace', text: `${FORMULA}\n\n[no](javascript:alert(1))${'x '.repeat(3000)}` },
  ]
}
