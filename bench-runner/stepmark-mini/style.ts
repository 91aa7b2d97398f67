import type { Random } from './draw.ts'

/** How one solver writes; the same from the first step to the last. */
export interface Style {
  readonly latex: boolean
  readonly open: string
  readonly close: string
  readonly times: string
  readonly over: string
  readonly commas: boolean
  readonly moneySign: boolean
  readonly boxed: boolean
}

export const PLAIN: Style = {
  latex: false,
  open: '',
  close: '',
  times: '×',
  over: '÷',
  commas: true,
  moneySign: true,
  boxed: false,
}

export function drawStyle(random: Random): Style {
  const latex = random.chance(0.5)
  const dollars = random.chance(0.6)
  const times = latex ? random.pick([' \\times ', ' \\cdot ']) : random.pick(['×', '×', '*'])
  return {
    latex,
    open: latex ? (dollars ? '$' : '\\(') : '',
    close: latex ? (dollars ? '$' : '\\)') : '',
    times: times.trim(),
    over: latex ? '\\div' : random.pick(['÷', '/']),
    commas: random.chance(0.4),
    moneySign: random.chance(0.5),
    boxed: random.chance(latex ? 0.6 : 0.1),
  }
}

/** At most two decimals, trailing zeros off. */
export function numeral(value: number, style: Style): string {
  const rounded = Math.round(value * 100) / 100
  const digits = String(Math.abs(rounded))
  const [whole = '', decimals] = digits.split('.')
  const grouped = style.commas ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole
  return `${rounded < 0 ? '-' : ''}${grouped}${decimals === undefined ? '' : `.${decimals}`}`
}

export function money(value: number, style: Style): string {
  const written = Number.isInteger(value) ? numeral(value, style) : cents(value, style)
  if (!style.moneySign) return `${written} dollars`
  return style.latex ? `\\$${written}` : `$${written}`
}

function cents(value: number, style: Style): string {
  return `${numeral(Math.trunc(value), style)}.${value.toFixed(2).slice(-2)}`
}

/** A quantity with its unit, outside mathematics. */
export function quantity(value: number, unit: string, style: Style): string {
  if (unit === 'dollars') return money(value, style)
  return unit === '' ? numeral(value, style) : `${numeral(value, style)} ${unit}`
}

export function mathematics(inside: string, style: Style): string {
  return `${style.open}${inside}${style.close}`
}
