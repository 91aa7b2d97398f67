import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** A whole file of any size; readFile ends at 2 GiB. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array((await stat(path)).size)
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 24 })) {
    bytes.set(chunk, read)
    read += chunk.length
  }
  return bytes
}
