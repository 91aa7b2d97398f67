import type { Template } from './template.ts'
import { ARITHMETIC_EASY } from './templates/arithmetic-easy.ts'
import { ARITHMETIC_HARD } from './templates/arithmetic-hard.ts'
import { ARITHMETIC_MEDIUM } from './templates/arithmetic-medium.ts'
import { COUNTING_EASY } from './templates/counting-easy.ts'
import { COUNTING_HARD } from './templates/counting-hard.ts'
import { COUNTING_MEDIUM } from './templates/counting-medium.ts'
import { LINEAR_EASY } from './templates/linear-easy.ts'
import { LINEAR_HARD } from './templates/linear-hard.ts'
import { LINEAR_MEDIUM } from './templates/linear-medium.ts'
import { RATES_EASY } from './templates/rates-easy.ts'
import { RATES_HARD } from './templates/rates-hard.ts'
import { RATES_MEDIUM } from './templates/rates-medium.ts'

/** The families by name; `<family>/<template id>` names an item's generator. */
export const FAMILIES = {
  arithmetic: [...ARITHMETIC_EASY, ...ARITHMETIC_MEDIUM, ...ARITHMETIC_HARD],
  linear: [...LINEAR_EASY, ...LINEAR_MEDIUM, ...LINEAR_HARD],
  rates: [...RATES_EASY, ...RATES_MEDIUM, ...RATES_HARD],
  counting: [...COUNTING_EASY, ...COUNTING_MEDIUM, ...COUNTING_HARD],
} as const satisfies Record<string, readonly Template[]>

export const TEMPLATES = Object.entries(FAMILIES).flatMap(([family, templates]) =>
  templates.map((template: Template) => ({ family, template })),
)
