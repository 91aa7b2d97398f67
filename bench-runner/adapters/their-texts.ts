import { join } from 'node:path'
import { sha256 } from '#schema/sha256.ts'
import { cacheFolder } from '../cache-folder.js'
import { type Failed, failed } from '../failure.ts'
import { readText } from '../read-text.ts'
import { PlainAdapter } from './adapter.ts'
import type { TheirText } from './their-text.ts'

/** Finds a text of an adapter by its name. */
export type TextSource = (
  wanted: TheirText & { readonly adapter: string; readonly name: string },
) => Promise<{ readonly status: 'ok'; readonly text: string } | Failed>

/** Texts in files that the user put there: `prompts/<adapter>/<name>.txt` in the cache folder. */
export function promptFiles(env: NodeJS.ProcessEnv): TextSource {
  return async ({ adapter, name, source, sha256: digest }) => {
    const path = join(cacheFolder(env), 'prompts', adapter, `${name}.txt`)
    const file = await readText(path)
    if (file.status === 'failed') {
      if (file.code !== 'missing_file') return file
      const what = `${adapter} needs a text of its authors: ${source}`
      return failed('missing_file', `${what}. Put it into ${path} (SHA-256 ${digest})`)
    }
    const text = file.text.replace(/\n$/, '')
    const found = await sha256(text)
    if (found === digest) return { status: 'ok', text }
    return failed('invalid', `${path} has SHA-256 ${found}, not ${digest}: ${source}`)
  }
}

/** An adapter with the texts it names in their places. */
export async function withTheirTexts(
  adapter: PlainAdapter,
  source: TextSource,
): Promise<{ readonly status: 'ok'; readonly adapter: PlainAdapter } | Failed> {
  const texts = new Map<string, string>()
  for (const [name, wanted] of Object.entries(adapter.texts ?? {})) {
    const found = await source({ ...wanted, adapter: adapter.id, name })
    if (found.status === 'failed') return found
    texts.set(`{${name}}`, found.text)
  }
  if (texts.size === 0) return { status: 'ok', adapter }
  const fill = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string' || key === 'source') return value
    return value.replace(/\{\w+\}/g, (place) => texts.get(place) ?? place)
  }
  return { status: 'ok', adapter: PlainAdapter.parse(JSON.parse(JSON.stringify(adapter), fill)) }
}
