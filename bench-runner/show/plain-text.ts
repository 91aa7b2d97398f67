import { stripVTControlCharacters } from 'node:util'

/** Untrusted text for a terminal: without escape sequences and control characters, lines and tabs aside. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}
