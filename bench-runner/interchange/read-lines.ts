import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** The most bytes of one line: a problem with 1,024 long candidates has 10 MB. */
export const MAX_LINE_BYTES = 16_000_000
/** The most bytes of one file, unpacked. */
const MAX_FILE_BYTES = 1_000_000_000

const NEWLINE = 0x0a

/**
 * The lines of a UTF-8 file one after the other, unpacked when it is gzip whatever its name. Throws
 * when it cannot be read, is broken gzip or no UTF-8, or when it or a line has too many bytes.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  await using file = await open(path)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let pending: Buffer[] = []
  let waiting = 0
  let total = 0
  let number = 1

  function wait(bytes: Buffer) {
    pending.push(bytes)
    waiting += bytes.length
    if (waiting <= MAX_LINE_BYTES) return
    throw new RangeError(`line ${number} has more than ${MAX_LINE_BYTES} bytes`)
  }

  function takeLine(): string {
    const bytes = Buffer.concat(pending)
    pending = []
    waiting = 0
    try {
      return decoder.decode(bytes)
    } catch {
      throw new TypeError(`line ${number} is not UTF-8`)
    }
  }

  for await (const chunk of await contentOf(file)) {
    const bytes: Buffer = chunk
    total += bytes.length
    if (total > MAX_FILE_BYTES) throw new RangeError(`more than ${MAX_FILE_BYTES} bytes`)
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      wait(bytes.subarray(start, end))
      yield takeLine()
      start = end + 1
      number += 1
    }
    wait(bytes.subarray(start))
  }
  if (waiting > 0) yield takeLine()
}

async function contentOf(file: Awaited<ReturnType<typeof open>>) {
  const { buffer } = await file.read(Buffer.alloc(2), { position: 0 })
  const raw = file.createReadStream({ start: 0, autoClose: false })
  const isGzip = buffer[0] === 0x1f && buffer[1] === 0x8b
  // The reader of the lines gets what goes wrong from the stream itself.
  return isGzip ? pipeline(raw, createGunzip(), () => {}) : raw
}
