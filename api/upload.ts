import { type Sha256, sha256 } from '#schema/sha256.ts'

export type ReadUpload =
  | {
      readonly status: 'ok'
      readonly sha256: Sha256
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly lines: readonly string[]
    }
  | {
      readonly status: 'refused'
      readonly code: 'too_large' | 'invalid_request'
      readonly message: string
    }

/**
 * Unpacks an uploaded text and hashes it. Unpacking stops at `maxBytes`, so that a small body cannot
 * fill the memory.
 */
export async function readUpload(
  body: ArrayBuffer,
  { gzip, maxBytes }: { gzip: boolean; maxBytes: number },
): Promise<ReadUpload> {
  try {
    const packed = new Uint8Array(body)
    const tooLarge = packed.length > maxBytes
    const bytes = gzip && !tooLarge ? await gunzip(body, maxBytes) : packed
    if (tooLarge || !bytes) {
      const message = `The file is larger than ${maxBytes} bytes`
      return { status: 'refused', code: 'too_large', message }
    }
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
    return { status: 'ok', sha256: await sha256(bytes), bytes, lines: text.split('\n') }
  } catch {
    const what = gzip ? 'whole gzip of UTF-8 text' : 'UTF-8 text'
    return {
      status: 'refused',
      code: 'invalid_request',
      message: `The body is not ${what}. Send it again`,
    }
  }
}

/** Where a subset's predictions file lies in the bucket. */
export function predictionsKey(run: string, subset: string): string {
  return `predictions/${run}/${subset}.jsonl`
}

const LINE_FEED = 10

/** Where each line of a text begins, and how many bytes it has without its line feed. */
export function lineRanges(bytes: Uint8Array): readonly { offset: number; length: number }[] {
  const ranges: { offset: number; length: number }[] = []
  for (let offset = 0; offset <= bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, offset)
    const end = found < 0 ? bytes.length : found
    ranges.push({ offset, length: end - offset })
    offset = end + 1
  }
  return ranges
}

/** The unpacked bytes; undefined when there are more than `maxBytes`. */
async function gunzip(
  body: ArrayBuffer,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const chunk of new Blob([body])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) return undefined
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
