import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'

/** No answer is a document; a badge or a number may stand in anybody's page. */
export const safeHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], sandbox: [] },
  crossOriginResourcePolicy: 'cross-origin',
  strictTransportSecurity: 'max-age=31536000',
  xFrameOptions: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
})

/** Pages of others may read and nothing else: a preflight for a write or a token gets no leave. */
export const readableByPages = cors({
  origin: '*',
  allowMethods: ['GET', 'HEAD'],
  allowHeaders: ['If-None-Match'],
  exposeHeaders: ['ETag', 'Link', 'Retry-After'],
})
