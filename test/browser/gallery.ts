import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { galleryPages, type GalleryPage } from './gallery-pages.ts'
import { launch } from './launch.ts'
import { shareImage } from './share-image.ts'

// What `npm run gallery` does: takes pictures of every kind of page of a running service, best one with real
// data (`npm start -- --data DIR`), and of what is shown where a page is shared.

const { values: options } = parseArgs({
  options: { url: { type: 'string', default: 'http://localhost:8787' } },
})
const FOLDER = 'docs/gallery'
const WIDE = { width: 1280, height: 1200, scheme: 'light' } as const
const NARROW = { width: 390, height: 1000, scheme: 'dark' } as const
/** Of WebP, from 0 to 100. */
const QUALITY = 40

const INTRODUCTION = `# What the pages look like

Taken by \`npm run gallery\` from a service with the real benchmarks (\`npm start -- --data DIR\`): the upper part of a page of every kind.
`

type View = typeof WIDE | typeof NARROW

const pages = await galleryPages(options.url)
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
const browser = await launch()
const shown: string[] = []
for (const page of pages) {
  for (const view of page.narrow ? [WIDE, NARROW] : [WIDE]) {
    const name = `${page.name.replaceAll(' ', '-')}-${view.width}-${view.scheme}.webp`
    writeFileSync(`${FOLDER}/${name}`, await picture(browser, page, view))
    shown.push(entryOf(page, name, view))
  }
}
writeFileSync('docs/gallery.md', [INTRODUCTION, ...shown].join('\n'))
writeFileSync('site/public/share.png', await shareImage(browser, options.url))
await browser.close()

/** The upper part of a page, as much as is there. */
async function picture(
  browser: Browser,
  { path }: GalleryPage,
  { width, height, scheme }: View,
): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  })
  const page = await context.newPage()
  await page.goto(options.url + path)
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight')
  const session = await context.newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: Math.min(whole, height), scale: 1 },
  })
  await context.close()
  return Buffer.from(data, 'base64')
}

function entryOf({ name, words }: GalleryPage, file: string, { width, scheme }: View): string {
  const of = `${name}, ${width} wide, ${scheme}`
  return `### ${of.charAt(0).toUpperCase()}${of.slice(1)}\n\n${words}\n\n![${of}](gallery/${file})\n`
}
