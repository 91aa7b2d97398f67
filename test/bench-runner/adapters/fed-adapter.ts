import type { CompleteAdapter } from '../../../bench-runner/adapters/adapter.ts'
import { type ChosenAdapter, readAdapter } from '../../../bench-runner/adapters/read-adapter.ts'

/** An adapter file of a model that is fed tokens. */
export async function readFed(
  name: string,
): Promise<ChosenAdapter & { readonly adapter: CompleteAdapter }> {
  const chosen = await readAdapter(name)
  if (chosen.status === 'failed') throw new Error(chosen.message)
  const { adapter } = chosen
  if (adapter.needs === 'generate') throw new Error(`${name} is fed no tokens`)
  return { ...chosen, adapter }
}

/** The tokens that an adapter states, and those it looks up without knowing their ids. */
export function tokensOf({ tokens, score: { at, read } }: CompleteAdapter) {
  const looked = ['token' in at ? at.token : [], 'labels' in read ? read.labels : []].flat()
  const unknown = looked.filter((token) => !Object.hasOwn(tokens, token))
  return {
    ...tokens,
    ...Object.fromEntries(unknown.map((token, index) => [token, [900_000 + index]])),
  }
}
