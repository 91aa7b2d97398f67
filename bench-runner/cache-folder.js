import envPaths from 'env-paths'

/**
 * Where downloads and compiled code are kept: `STEPMARK_CACHE`, or the user's cache folder.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string}
 */
export function cacheFolder(env) {
  return env['STEPMARK_CACHE'] || envPaths('stepmark', { suffix: '' }).cache
}
