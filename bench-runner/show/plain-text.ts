import { stripVTControlCharacters } from 'node:util'

/** Untrusted text for a terminal: without escape sequences and control characters, lines and tabs aside. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, '')
}
