import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { type Failed, failed, isMissing, reasonOf } from './failure.ts'

/** The most text one file may hold; the largest real one has 40 MB. */
const MAX_BYTES = 256_000_000

/** Text of a UTF-8 file, gunzipped when it is gzip whatever its name, without a byte order mark. */
export async function readText(
  path: string,
): Promise<{ readonly status: 'ok'; readonly text: string } | Failed> {
  try {
    return { status: 'ok', text: decode(await readFile(path)) }
  } catch (error) {
    if (isMissing(error)) return failed('missing_file', `No such file: ${path}`)
    return failed('unreadable', `Cannot read ${path}: ${reasonOf(error)}`)
  }
}

/** Throws when the bytes are broken gzip, not UTF-8 or too many. */
export function decode(bytes: Uint8Array): string {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  const plain = zipped ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes
  if (plain.length > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`)
  return new TextDecoder('utf-8', { fatal: true }).decode(plain)
}
