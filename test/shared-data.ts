import { existsSync } from 'node:fs'

/** Real data and reference values, beside the checkout; a test that needs them is skipped without. */
export const SHARED = new URL('../../shared/', import.meta.url)
export const hasSharedData = existsSync(SHARED)
