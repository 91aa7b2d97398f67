import { decimal, percent } from '#schema/format-number.ts'

const MINUS = '\u2212'

/** A difference of two proportions in points: `14.9`. */
export function points(difference: number): string {
  return percent(Math.abs(difference))
}

/** A step score: two decimals; three below 0.01, fewer from 10 on, to keep its width. */
export function score(value: number): string {
  const size = Math.abs(value)
  if (size >= 100) return decimal(value, 0)
  if (size >= 10) return decimal(value, 1)
  return decimal(value, size !== 0 && size < 0.01 ? 3 : 2)
}

/** Parameters in billions, one decimal. */
export function billions(params: number): string {
  return decimal(params / 1e9, 1)
}

/** Parameters in billions on an axis or in a sentence: 7, 1.5. */
export function shortBillions(params: number): string {
  return billions(params).replace(/\.0$/, '')
}

/** Sizes to choose a model by, in parameters, ascending; one that was chosen otherwise is among them. */
export function sizeChoices(chosen: number | undefined): readonly number[] {
  return [...new Set([...SIZES, ...(chosen === undefined ? [] : [chosen])])].toSorted(
    (a, b) => a - b,
  )
}
// Just above the usual sizes, so that 8.03 billion is among those of at most 9.
const SIZES = [2e9, 4e9, 9e9, 16e9, 36e9, 75e9]

export function count(value: number): string {
  return decimal(value, 0)
}

/** A threshold as short as it can be told: three decimals at most. */
export function cut(threshold: number): string {
  const short = String(threshold)
  return short.length <= 5 ? short.replace('-', MINUS) : decimal(threshold, 3)
}

/** A date such as 22 November 2026, in UTC. */
export function day(iso: string): string {
  return DAY.format(new Date(iso))
}
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** A day in a table: 22 Nov 2026. */
export function shortDay(iso: string): string {
  return SHORT_DAY.format(new Date(iso))
}
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** A time such as 22 November 2026, 09:05 UTC. */
export function moment(iso: string): string {
  return `${day(iso)}, ${iso.slice(11, 16)} UTC`
}

/** `A, B and C`. */
export function list(words: readonly string[]): string {
  return LIST.format(words)
}
const LIST = new Intl.ListFormat('en-GB')

/** A count in a sentence: words up to ten, then digits. */
export function inWords(value: number): string {
  return WORDS[value] ?? count(value)
}
const WORDS = 'no one two three four five six seven eight nine ten'.split(' ')

/** `1 run`, `2 runs`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** The first letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The beginning of a hash or a run id, enough to tell it from others. */
export function short(id: string): string {
  return id.startsWith('run_') ? id.slice(4, 12) : id.slice(0, 10)
}
