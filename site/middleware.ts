import type { APIContext, MiddlewareNext } from 'astro'
import { defineMiddleware } from 'astro:middleware'
import { sheetOf } from './lib/placed.ts'
import { Refused, statusOf } from './lib/refused.ts'

const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
} as const

export const onRequest = defineMiddleware(async (context, next) => {
  context.locals.marks = new Map()
  const { response, styles } = await withOwnSheet(context, await answer(context, next))
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value)
  response.headers.set('content-security-policy', contentPolicy(styles))
  return response
})

/** The page, or the one that says why it cannot be shown. */
async function answer(context: APIContext, next: MiddlewareNext): Promise<Response> {
  try {
    return await next()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    context.locals.refusal = error.body
    const page = await next('/404')
    return new Response(page.body, { status: statusOf(error.body), headers: page.headers })
  }
}

/** The page with the sheet that its marks need, and the hash by which the policy allows that one. */
async function withOwnSheet(
  { locals }: APIContext,
  page: Response,
): Promise<{ readonly response: Response; readonly styles: string }> {
  if (!page.headers.get('content-type')?.startsWith('text/html')) {
    return { response: page, styles: '' }
  }
  const html = await page.text()
  // Known only now that the page was written to its end.
  const sheet = sheetOf(locals.marks)
  if (sheet === '') return { response: new Response(html, page), styles: '' }
  const styled = html.replace('</head>', () => `<style>${sheet}</style></head>`)
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sheet))
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)))
  return { response: new Response(styled, page), styles: ` 'sha256-${base64}'` }
}

function contentPolicy(styles: string): string {
  return [
    "default-src 'none'",
    `style-src 'self'${styles}`,
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
