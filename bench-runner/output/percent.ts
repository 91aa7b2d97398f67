const PERCENT = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  roundingMode: 'halfEven',
})

/** A proportion as people read it: ×100 with one decimal, halves to even. */
export function percent(value: number): string {
  return PERCENT.format(value).slice(0, -1)
}
