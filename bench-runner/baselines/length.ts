/** The length at which a step scores one half: about two lines of text. */
const HALF = 200

/**
 * The length baseline: the longer a step, the likelier it is wrong. HALF / (HALF + length), where
 * length ≥ 1 is the step's UTF-16 code units, so in (0, 1).
 */
export function lengthScore(step: string): number {
  return HALF / (HALF + Math.max(1, step.length))
}
