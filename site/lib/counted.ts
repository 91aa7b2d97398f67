import { capital, inWords, list } from './format.ts'

/** `One of three models passes every step and two raise a false alarm.` `all`: no other run judged the item. */
export function countedSentence(
  groups: readonly { readonly n: number; readonly verb: (n: number) => string }[],
  { all }: { all: boolean },
): string {
  const total = groups.reduce((sum, { n }) => sum + n, 0)
  const shown = all ? '' : ' shown'
  const [only] = groups
  if (!only) return 'No run has judged it yet.'
  if (groups.length === 1) {
    if (total === 1) return `The one model shown ${only.verb(1)}.`
    const subject = total === 2 ? `Both models${shown}` : `All ${inWords(total)} models${shown}`
    return `${subject} ${only.verb(total)}.`
  }
  const of = all ? ` of ${inWords(total)} models` : ` of the ${inWords(total)} models shown`
  const parts = groups.map(
    ({ n, verb }, index) => `${inWords(n)}${index === 0 ? of : ''} ${verb(n)}`,
  )
  return `${capital(list(parts))}.`
}
