import { seededRandom } from '#schema/random.ts'

/** Odds that a wrong step, and a right one, look right to the model that these scores are of. */
const LIKELY = { wrong: 0.3, right: 0.9 } as const

/**
 * Prediction lines for first-error items: a score for every step, as from a model that knows something,
 * in steps of bfloat16 as real models write them. The same for one seed.
 */
export function syntheticScores(
  items: readonly { readonly id: string; readonly steps: number; readonly label: number }[],
  seed: number,
): string {
  const random = seededRandom(seed)
  const lines = items.map(({ id, steps, label }) => {
    const scores = Array.from({ length: steps }, (_, step) => {
      const looksRight = random() < (step === label ? LIKELY.wrong : LIKELY.right)
      const distance = random() ** 4
      return toBfloat16(looksRight ? 1 - distance : distance)
    })
    return JSON.stringify({ id, scores })
  })
  return `${lines.join('\n')}\n`
}

function toBfloat16(value: number): number {
  const float = new Float32Array([value])
  const bits = new Uint32Array(float.buffer)
  bits[0] = (bits[0] ?? 0) & 0xffff0000
  return float[0] ?? 0
}
