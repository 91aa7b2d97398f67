import type { Browser } from 'playwright-core'

/** The picture that stands beside a link to any page: 1200 × 630, as readers of og:image expect. */
export async function shareImage(browser: Browser, url: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } })
  await page.setContent(`<!doctype html><style>${await stylesheet(url)}${STYLE}</style>${BODY}`)
  const picture = await page.screenshot({ type: 'png' })
  await page.close()
  return picture
}

async function stylesheet(url: string): Promise<string> {
  const html = await (await fetch(url)).text()
  const href = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1]
  if (href === undefined) throw new Error(`${url} has no stylesheet`)
  const response = await fetch(url + href)
  if (!response.ok) throw new Error(`${href}: ${response.status}`)
  return response.text()
}

const STYLE = `
body { padding: 70px 84px; }
h1 { font-size: 84px; margin: 0 0 18px; }
p { font: 34px/1.35 var(--text); color: var(--ink-2); max-width: 26em; margin: 0; }
svg { display: block; margin-top: 64px; overflow: visible; }`

/** Step scores around a threshold: passing, one flagged, and what comes after. */
const SCORES = [0.92, 0.96, 0.88, 0.94, 0.81, 0.9, 0.22, 0.7, 0.35, 0.6]
const MARKS = SCORES.map((score, step) => {
  const [x, y] = [30 + step * 108, 190 - score * 180]
  if (step === 6) {
    return `<path d="M${x} ${y}V95" stroke="var(--wrong)" stroke-width="5"/><path d="M${x - 17} ${y + 14}h34l-17 -30z" fill="var(--wrong)"/>`
  }
  const fill = step < 6 ? 'var(--ink)' : 'var(--bg)'
  return `<circle cx="${x}" cy="${y}" r="11" fill="${fill}" stroke="var(--ink-2)" stroke-width="4"/>`
}).join('')
const BODY = `
<h1>Stepmark</h1>
<p>The open benchmark service for process reward models: every number recomputed from step scores, down to the single step.</p>
<svg width="1032" height="200"><path d="M0 95H1032" fill="none" stroke="var(--ink-3)" stroke-width="3" stroke-dasharray="10 9"/>${MARKS}</svg>`
