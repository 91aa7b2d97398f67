import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { type Failed, failed, isMissing, reasonOf } from './failure.ts'

/** The most text one file may hold; the largest real one has 40 MB. */
const MAX_BYTES = 256_000_000

const NEWLINE = 0x0a

/** Text of a UTF-8 file, gunzipped when it is gzip whatever its name, without a byte order mark. */
export async function readText(
  path: string,
): Promise<{ readonly status: 'ok'; readonly text: string } | Failed> {
  const read = await readDecoded(path, decode)
  return read.status === 'failed' ? read : { status: 'ok', text: read.value }
}

/** What readText answers, line by line; each line is made when it is asked for. */
export async function readTextLines(
  path: string,
): Promise<{ readonly status: 'ok'; readonly lines: Iterable<string> } | Failed> {
  const read = await readDecoded(path, decodeLines)
  return read.status === 'failed' ? read : { status: 'ok', lines: read.value }
}

/** Throws when the bytes are broken gzip, not UTF-8 or too many. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(unpack(bytes))
}

/**
 * The lines of what decode answers, each decoded by itself when it is asked for: a string takes twice
 * the memory, and longer to parse, as soon as one of its characters is beyond Latin-1, few lines hold
 * one, and a line that is let go at once is never moved by the garbage collector. Throws as decode does,
 * before the first line.
 */
export function decodeLines(bytes: Uint8Array): Iterable<string> {
  return linesOf(unpack(bytes))
}

function* linesOf(plain: Uint8Array): Generator<string, void> {
  // A byte order mark is one at the start of the file only.
  let decoder = new TextDecoder()
  for (let start = 0; start <= plain.length; ) {
    const newline = plain.indexOf(NEWLINE, start)
    const end = newline === -1 ? plain.length : newline
    yield decoder.decode(plain.subarray(start, end))
    if (start === 0) decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    start = end + 1
  }
}

async function readDecoded<Value>(
  path: string,
  decoded: (bytes: Uint8Array) => Value,
): Promise<{ readonly status: 'ok'; readonly value: Value } | Failed> {
  try {
    return { status: 'ok', value: decoded(await readFile(path)) }
  } catch (error) {
    if (isMissing(error)) return failed('missing_file', `No such file: ${path}`)
    return failed('unreadable', `Cannot read ${path}: ${reasonOf(error)}`)
  }
}

function unpack(bytes: Uint8Array): Uint8Array {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  const plain = zipped ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes
  if (plain.length > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`)
  if (!isUtf8(plain)) throw new TypeError('it is not UTF-8')
  return plain
}
