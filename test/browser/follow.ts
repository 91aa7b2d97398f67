import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Goes on with Tab to a link whose address has this in it, past the masthead, and follows it with Enter. */
export async function follow(page: Page, part: string): Promise<void> {
  for (let stop = 0; stop < 400; stop++) {
    await page.keyboard.press('Tab')
    const { tag, href, outline } = await page.evaluate<Record<string, string>>(`({
      tag: document.activeElement.tagName,
      href: document.activeElement.closest('main')
        ? document.activeElement.getAttribute('href') ?? '' : '',
      outline: getComputedStyle(document.activeElement).outlineStyle,
    })`)
    // Past the last one it begins again from the top.
    if (tag === 'BODY') continue
    expect({ tag, outline }).not.toEqual({ tag, outline: 'none' })
    if (part === '/' ? href !== '/' : !href?.includes(part)) continue
    await Promise.all([
      page.waitForURL((url) => (part === '/' ? url.pathname === part : url.href.includes(part))),
      page.keyboard.press('Enter'),
    ])
    return
  }
  throw new Error(`No link to ${part} can be reached from ${page.url()}`)
}
