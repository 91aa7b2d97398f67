import type { AnyOutcome } from '#schema/item-verdict.ts'
import type { MetricValue } from '#schema/metric.ts'

// Texts of methods are Markdown with formulas in TeX, as `richText` reads them.

/** A metric or a policy as its page tells it. */
export interface Method {
  /** How it is written: a metric's id, or the form of a policy. */
  readonly form: string
  readonly title: string
  /** One sentence. */
  readonly definition: string
  readonly formula: string
  /** Where the formula says nothing or too little, and what holds there. */
  readonly edges: readonly Rule[]
  readonly sources: readonly Source[]
  readonly example: () => Example
}

export type Rule = readonly [name: string, rule: string]

export interface Source {
  readonly words: string
  readonly href: string
}

/** A small input with what the formulas make of it, computed by the code that boards are computed by. */
export interface Example {
  readonly caption: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly arithmetic: string
}

/** What all boards of one kind of benchmark fix. */
export interface KindMethods {
  readonly title: string
  readonly lede: string
  readonly sources: readonly Source[]
  /** What the values are on pages. */
  readonly scale: string
  readonly sections: readonly Section[]
  readonly metrics: Readonly<Record<string, Method>>
  readonly policies: Readonly<Record<string, Method>>
}

export interface Section {
  readonly id: string
  readonly title: string
  readonly text?: string
  readonly rules?: {
    readonly caption: string
    readonly heads: readonly [string, string]
    readonly rows: readonly Rule[]
  }
  readonly outcomes?: {
    readonly caption: string
    readonly rows: readonly { readonly outcome: AnyOutcome; readonly countsAs?: string }[]
  }
}

/** A number in a formula, after `=`, or after `≈` where it had to be rounded to four decimals. */
export function equals(value: number): string {
  const shown = number(value)
  return Math.abs(Number(shown) - value) < EXACT ? `= ${shown}` : String.raw`\approx ${shown}`
}
/** Sums of binary fractions differ by less from the decimal that they stand for. */
const EXACT = 1e-12

/** At most four decimals. */
export function number(value: number): string {
  return String(Number(value.toFixed(4)))
}

/** What a metric came to, after `=` or `≈`. */
export function comesTo(result: MetricValue | undefined): string {
  if (result?.status === 'ok') return equals(result.value)
  return String.raw`\text{ is undefined: ${result?.reason ?? 'no value'}}`
}
