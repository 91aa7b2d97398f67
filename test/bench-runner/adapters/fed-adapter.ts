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
