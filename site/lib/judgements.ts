interface JudgementPage<Judgement> {
  readonly rows: readonly Judgement[]
  readonly next: string | null
}

/** How far down a board asked-for runs are looked up. */
const MAX_PAGES = 4

/** The first judgements of an item, and as many pages more as the runs asked for need. */
export async function judgementsWith<Judgement extends { readonly run: string }>(
  wanted: readonly string[],
  page: (cursor: string | undefined) => Promise<JudgementPage<Judgement>>,
): Promise<JudgementPage<Judgement>> {
  let { rows, next } = await page(undefined)
  for (let pages = 1; pages < MAX_PAGES && next !== null; pages++) {
    const found = new Set(rows.map(({ run }) => run))
    if (wanted.every((run) => found.has(run))) break
    const more = await page(next)
    rows = [...rows, ...more.rows]
    next = more.next
  }
  return { rows, next }
}
