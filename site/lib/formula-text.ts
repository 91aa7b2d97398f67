import { toMathMl } from './formula.ts'
import { textOf } from './mathml.ts'

/** A formula in characters alone: `x^2 ≤ a/b`. */
export function formulaText(tex: string): string {
  return tex
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\(?:begin|end|label)\{[^{}]*\}/g, ' ')
    .replace(/\\([a-zA-Z]+)\s*/g, (_, name: string) => symbol(name))
    .replace(/\\([%$#_])/g, '$1')
    .replace(/\\[{}]/g, (brace) => (brace === '\\{' ? '⦃' : '⦄'))
    .replace(/\\[^]/g, ' ')
    .replace(/[{}&]/g, '')
    .replaceAll('⦃', '{')
    .replaceAll('⦄', '}')
}

/** What a command without arguments draws; nothing for one that only shapes what follows. */
function symbol(name: string): string {
  const math = toMathMl(`\\${name}`, { display: false })
  const text = math ? textOf(math).replaceAll('&lt;', '<').replaceAll('&gt;', '>') : ''
  return /^[a-z]/i.test(text) ? `${text} ` : text
}
