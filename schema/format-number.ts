const MINUS = '\u2212'

/**
 * A number with a fixed count of decimals, thousands set off by commas. Halves go to even, as told by
 * the shortest decimal that is the number: 289 / 400 is 72.25 %, and reads 72.2.
 */
export function decimal(value: number, places: number): string {
  return write(value, { style: 'decimal', places })
}

/** A proportion ×100 with one decimal. */
export function percent(value: number): string {
  return write(value, { style: 'percent', places: 1 }).replace('%', '')
}

function write(
  value: number,
  { style, places }: { style: 'decimal' | 'percent'; places: number },
): string {
  const key = `${style} ${places}`
  const format = FORMATS.get(key) ?? newFormat(style, places)
  FORMATS.set(key, format)
  return format.format(value).replace('-', MINUS)
}

const FORMATS = new Map<string, Intl.NumberFormat>()

function newFormat(style: 'decimal' | 'percent', places: number): Intl.NumberFormat {
  return new Intl.NumberFormat('en', {
    style,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    roundingMode: 'halfEven',
    signDisplay: 'negative',
  })
}
