import type { R2Bucket } from '@cloudflare/workers-types'
import { type Sha256, sha256 } from '#schema/sha256.ts'

/** Where a file that is named by its hash lies in the bucket. */
export function fileKey(hash: string): string {
  return `exports/${hash}.gz`
}

/** Gzips lines and stores them under their hash; the same lines are the same file. */
export async function storeLines(
  files: R2Bucket,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<Sha256> {
  const text = new TextEncoder()
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      for await (const line of lines) controller.enqueue(text.encode(line))
      controller.close()
    },
  })
  const packed = source.pipeThrough(new CompressionStream('gzip'))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  const hash = await sha256(bytes)
  await files.put(fileKey(hash), bytes, { httpMetadata: { contentType: 'application/gzip' } })
  return hash
}
