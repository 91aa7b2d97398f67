import envPaths from 'env-paths'

/** Where downloads and compiled code are kept: `STEPMARK_CACHE`, or the user's cache folder. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env['STEPMARK_CACHE'] || envPaths('stepmark', { suffix: '' }).cache
}
