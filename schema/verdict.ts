import { z } from 'zod'

/** Where a solution first goes wrong. Indices are 0-based. */
export const Label = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('at'), step: z.int().nonnegative() }),
    z.object({ kind: z.literal('none') }),
  ])
  .meta({ id: 'Label', description: 'The first wrong step (0-based), or none.' })
export type Label = z.infer<typeof Label>

/** What one judgement said; `unparsed` when no answer could be read from it. */
export type Verdict = Label | { readonly kind: 'unparsed' }

export const NONE = { kind: 'none' } as const
export const UNPARSED = { kind: 'unparsed' } as const

export function at(step: number): Label {
  return { kind: 'at', step }
}

/** The wire form: a 0-based step, −1 for no error. */
export function labelFromWire(wire: number): Label {
  return wire === -1 ? NONE : at(wire)
}

/** The wire form of a vote: a 0-based step, −1 for no error, null for an answer that was not read. */
export function verdictFromWire(wire: number | null): Verdict {
  return wire === null ? UNPARSED : labelFromWire(wire)
}

export function labelToWire(label: Label): number {
  switch (label.kind) {
    case 'at':
      return label.step
    case 'none':
      return -1
  }
}

export function verdictToWire(verdict: Verdict): number | null {
  return verdict.kind === 'unparsed' ? null : labelToWire(verdict)
}

/**
 * The verdict in a critic's text: the last `\boxed{…}`, up to its first closing brace, as an integer
 * that may carry a sign and spaces (Zheng et al. 2024, evaluation code). Anything else is unparsed.
 */
export function verdictFromText(text: string): Verdict {
  const boxed = [...text.matchAll(/\\boxed\{([^}]*)\}/g)].at(-1)?.[1]?.trim()
  if (boxed === undefined || !/^[+-]?\d+$/.test(boxed)) return UNPARSED
  const wire = Number(boxed)
  return wire >= -1 && Number.isSafeInteger(wire) ? labelFromWire(wire) : UNPARSED
}

/**
 * The verdict most votes agree on; the one seen first among equals. Unparsed votes are dropped, so
 * the result is unparsed only when all of them are.
 */
export function majority(votes: readonly Verdict[]): Verdict {
  const counts = new Map<string, { verdict: Verdict; count: number }>()
  for (const verdict of votes) {
    if (verdict.kind === 'unparsed') continue
    const key = verdict.kind === 'at' ? `at:${verdict.step}` : 'none'
    const entry = counts.get(key) ?? { verdict, count: 0 }
    entry.count += 1
    counts.set(key, entry)
  }
  let winner: { verdict: Verdict; count: number } = { verdict: UNPARSED, count: 0 }
  for (const entry of counts.values()) if (entry.count > winner.count) winner = entry
  return winner.verdict
}
