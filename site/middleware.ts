import type { APIContext, MiddlewareNext } from 'astro'
import { defineMiddleware } from 'astro:middleware'
import { Refused, statusOf } from './lib/refused.ts'

const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    // The style attributes carry data: where a mark stands, how long a bar is.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
} as const

export const onRequest = defineMiddleware(async (context, next) => {
  const response = await answer(context, next)
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value)
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
