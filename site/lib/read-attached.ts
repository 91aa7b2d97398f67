import { api } from './api.ts'
import type { Attached } from './attached.ts'

/** What the lines of these runs carry about an item; nothing of a run whose line is not there. */
export async function readAttached(
  item: string,
  shown: readonly { readonly run: string; readonly letter: string }[],
): Promise<readonly Attached[]> {
  const read = await Promise.all(
    shown.map(async ({ run, letter }) => {
      const answer = await api.runs[':id'].items[':item'].$get({
        param: { id: run, item },
        query: {},
      })
      if (answer.status !== 200) return []
      const { attachments = [] } = await answer.json()
      return attachments.map((attachment) => ({ letter, attachment }))
    }),
  )
  return read.flat()
}
