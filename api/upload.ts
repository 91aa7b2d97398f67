import { type Sha256, sha256 } from '#schema/sha256.ts'

export type ReadUpload =
  | {
      readonly status: 'ok'
      readonly sha256: Sha256
      /** The unpacked file. */
      readonly bytes: ArrayBuffer
    }
  | {
      readonly status: 'refused'
      readonly code: 'too_large' | 'invalid_request'
      readonly message: string
    }
  | { readonly status: 'stopped' }

/** Where a line begins, and how many bytes it has without its line feed. */
export interface LineRange {
  readonly offset: number
  readonly length: number
}

type OnLine = (text: string, range: LineRange) => 'more' | 'stop'

/**
 * Reads an uploaded text piece by piece: unpacks it and hands on each line as it ends. Its bytes are held
 * once. Reading stops at `maxBytes`, so that a small body cannot fill the memory, and where `onLine` says so.
 */
export async function readUpload(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  {
    gzip,
    maxBytes,
    onLine,
  }: { readonly gzip: boolean; readonly maxBytes: number; readonly onLine: OnLine },
): Promise<ReadUpload> {
  const pieces = textPieces(body ?? new Blob([]).stream(), gzip)
  const lines = lineSplitter(onLine)
  const whole = growingBuffer()
  for (;;) {
    const next = await pieces.next()
    if (next.status === 'end') break
    if (next.status === 'broken') {
      await pieces.stop()
      const what = gzip ? 'whole gzip of UTF-8 text' : 'UTF-8 text'
      const message = `The body is not ${what}. Send it again`
      return { status: 'refused', code: 'invalid_request', message }
    }
    if (whole.length() + next.bytes.length > maxBytes) {
      await pieces.stop()
      const message = `The file is larger than ${maxBytes} bytes`
      return { status: 'refused', code: 'too_large', message }
    }
    whole.add(next.bytes)
    if (lines.take(next) === 'stop') {
      await pieces.stop()
      return { status: 'stopped' }
    }
  }
  if (lines.end() === 'stop') return { status: 'stopped' }
  const bytes = whole.finish()
  return { status: 'ok', sha256: await sha256(new Uint8Array(bytes)), bytes }
}

/** Where a subset's predictions file lies in the bucket. */
export function predictionsKey(run: string, subset: string): string {
  return `predictions/${run}/${subset}.jsonl`
}

interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What these bytes end of the text; a character cut in two comes with the next piece. */
  readonly text: string
}

type NextPiece =
  | { readonly status: 'end' }
  | { readonly status: 'broken' }
  | ({ readonly status: 'piece' } & Piece)

/** The pieces of a text as they come; broken where it cannot be unpacked, was cut off, or is no UTF-8. */
function textPieces(packed: ReadableStream<Uint8Array<ArrayBuffer>>, gzip: boolean) {
  const unpacked = gzip ? packed.pipeThrough(new DecompressionStream('gzip')) : packed
  const reader = unpacked.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return {
    async next(): Promise<NextPiece> {
      try {
        const { done, value } = await reader.read()
        const text = decoder.decode(value, { stream: !done })
        return done ? { status: 'end' } : { status: 'piece', bytes: value, text }
      } catch {
        return { status: 'broken' }
      }
    },
    /** Gives up the rest, which may be broken itself. */
    stop: () => reader.cancel().catch(() => {}),
  }
}

const LINE_FEED = 10

/** Puts lines together from pieces, and counts their bytes. A line feed is a byte of its own in UTF-8. */
function lineSplitter(onLine: OnLine) {
  let begun = ''
  let start = 0
  let before = 0
  return {
    take({ bytes, text }: Piece): 'more' | 'stop' {
      const parts = text.split('\n')
      const rest = parts.pop() ?? ''
      let at = -1
      for (const part of parts) {
        at = bytes.indexOf(LINE_FEED, at + 1)
        const line = begun + part
        const range = { offset: start, length: before + at - start }
        begun = ''
        start = before + at + 1
        if (onLine(line, range) === 'stop') return 'stop'
      }
      begun += rest
      before += bytes.length
      return 'more'
    },
    end(): 'more' | 'stop' {
      return onLine(begun, { offset: start, length: before - start })
    },
  }
}

/** Bytes put one after another. Growing moves them; it does not keep them twice. */
function growingBuffer() {
  let buffer = new ArrayBuffer(65_536)
  let length = 0
  return {
    length: () => length,
    add(bytes: Uint8Array) {
      const needed = length + bytes.length
      if (needed > buffer.byteLength) buffer = buffer.transfer(Math.max(needed, 2 * length))
      new Uint8Array(buffer).set(bytes, length)
      length = needed
    },
    finish: () => buffer.transfer(length),
  }
}
