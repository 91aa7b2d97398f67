/** A change of a trajectory's step scores that is made before a policy looks at them. */
export type Transform =
  | { readonly kind: 'delta' }
  | { readonly kind: 'sigmoid' }
  | { readonly kind: 'affine'; readonly scale: number; readonly shift: number }

export const TRANSFORM_FORMS = 'identity, delta, sigmoid, affine:<scale>,<shift>'

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`
const AFFINE = new RegExp(`^affine:(${NUMBER}),(${NUMBER})$`, 'i')

/** Reads one transform; null is the identity, which changes nothing; undefined is none of them. */
export function parseTransform(text: string): Transform | null | undefined {
  if (text === 'identity') return null
  if (text === 'delta' || text === 'sigmoid') return { kind: text }
  const [, scale, shift] = AFFINE.exec(text) ?? []
  if (scale === undefined || shift === undefined) return undefined
  const numbers = { scale: Number(scale), shift: Number(shift) }
  const usable = Number.isFinite(numbers.scale) && Number.isFinite(numbers.shift)
  return usable && numbers.scale !== 0 ? { kind: 'affine', ...numbers } : undefined
}

export function formatTransform(transform: Transform): string {
  switch (transform.kind) {
    case 'delta':
    case 'sigmoid':
      return transform.kind
    case 'affine':
      return `affine:${transform.scale},${transform.shift}`
  }
}

/** The transforms that stand before a policy, each with its `>`; undefined when one is none of ours. */
export function splitTransforms(text: string): {
  readonly transforms: readonly Transform[] | undefined
  readonly rest: string
} {
  const parts = text.split('>')
  const parsed = parts.slice(0, -1).map(parseTransform)
  const known = parsed.filter((transform) => transform !== undefined)
  const transforms =
    known.length < parsed.length ? undefined : known.filter((transform) => transform !== null)
  return { transforms, rest: parts.at(-1) ?? '' }
}

/** Transforms as they stand before a policy: `delta>`, or nothing. */
export function formatTransforms(transforms: readonly Transform[]): string {
  return transforms.map((transform) => `${formatTransform(transform)}>`).join('')
}

/** The scores after each transform in turn. NaN, a missing score, stays NaN. */
export function transformScores(
  scores: Float64Array,
  transforms: readonly Transform[],
): Float64Array {
  return transforms.reduce(apply, scores)
}

/**
 * delta: each score less the one before it, the first kept; missing where either is.
 * sigmoid: 1 / (1 + e^-s). affine: scale · s + shift.
 */
function apply(scores: Float64Array, transform: Transform): Float64Array {
  switch (transform.kind) {
    case 'delta':
      return scores.map((score, step) =>
        step === 0 ? score : score - (scores[step - 1] as number),
      )
    case 'sigmoid':
      return scores.map((score) => 1 / (1 + Math.exp(-score)))
    case 'affine':
      return scores.map((score) => transform.scale * score + transform.shift)
  }
}
