import type { Section } from './method.ts'

/** What may stand before a policy that looks at scores. */
export const TRANSFORMS: Section = {
  id: 'transforms',
  title: 'Transforms',
  text: String.raw`
A transform before a policy, as in ${'`delta>fixed:-0.05`'}, changes the scores of each solution first. There are ${'`delta`, `sigmoid` and `affine:<a>,<b>`'}; several may follow one another. The policy then sees $z_i$ in the place of $s_i$.

$$\text{delta: } z_i = s_i - s_{i-1}$$

$$\text{sigmoid: } z_i = \frac{1}{1 + e^{-s_i}}$$

$$\text{affine: } z_i = a s_i + b$$

Delta keeps the first score, and is missing where either of its two is.`,
}
