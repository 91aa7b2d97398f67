import { seededRandom } from '#schema/random.ts'

/** The random baseline: uniform in [0, 1) by seed, item and step alone, so in whatever order it is asked. */
export function randomScore(seed: number, item: string, step: number): number {
  return seededRandom(fnv1a(JSON.stringify([seed, item, step])))()
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
