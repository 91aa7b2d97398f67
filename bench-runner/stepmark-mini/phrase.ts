import { money, numeral, type Style } from './style.ts'
import type { Numbers } from './template.ts'

/** Everything a text's placeholders are filled from. */
export interface Filling {
  readonly numbers: Numbers
  readonly words: Readonly<Record<string, string>>
  readonly style: Style
}

export function filled(text: string, { numbers, words, style }: Filling): string {
  const named = text.replaceAll(
    /(\b[Aa] )?\{(\$?)(\w+)\}/g,
    (whole, article: string | undefined, sign: string, name: string) => {
      const value = numbers[name]
      const word =
        value === undefined
          ? words[name]
          : sign === ''
            ? numeral(value, style)
            : money(value, style)
      if (word === undefined) throw new Error(`No number or word for ${whole} in: ${text}`)
      return article === undefined ? word : `${withN(article, word)}${word}`
    },
  )
  return named.replaceAll(
    /\[\[(.*?)\]\]/g,
    (_, inside: string) => style.open + inside.replaceAll(' * ', ` ${style.times} `) + style.close,
  )
}

/** The names of the numbers a text mentions. */
export function mentioned(text: string): string[] {
  return [...text.matchAll(/\{\$?(\w+)\}/g)].map(([, name = '']) => name)
}

export function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
}

/** An estate, an 8, an 11, an 18. */
function withN(article: string, word: string): string {
  return /^(?:[aeio]|\\?\$?(?:8|1[18]\b))/.test(word) ? `${article.trim()}n ` : article
}

const LINKS = /^(?:Next|Then|Now|At this point|From this|This tells)/

/** The phrases fit to open a solution with are those that refer to nothing before. */
export function phrasesAt(index: number, pool: readonly string[]): readonly string[] {
  return index === 0 ? pool.filter((phrase) => !LINKS.test(phrase)) : pool
}

export const GIVEN_PHRASES = [
  'From the problem, {clause}.',
  'We are told that {clause}.',
  'To start, {clause}.',
  'First, note that {clause}.',
  'Start with what is given: {clause}.',
  'We know that {clause}.',
] as const

export const NOTE_PHRASES = [
  '{clause}.',
  'Note that {clause}.',
  'Observe that {clause}.',
  'Here {clause}.',
  'At this point, {clause}.',
  'We see that {clause}.',
] as const

export const ANSWER_PHRASES = [
  'Therefore, {clause}.',
  'So {clause}.',
  'Hence {clause}.',
  'Thus {clause}.',
  'In the end, {clause}.',
  'Putting it together, {clause}.',
] as const

export const EQUATION_PHRASES = [
  '{goal} is {equation}.',
  'Now work out {goal}: {equation}.',
  'Next, {goal} is {equation}.',
  'For {goal} we get {equation}.',
  'We find {goal} by computing {equation}.',
  'Then {goal} is {equation}.',
  'Let us find {goal}. It is {equation}.',
  '{goal}: {equation}.',
] as const

export const REASONED_PHRASES = [
  'Since {why}, {goal} is {equation}.',
  '{goal} is {equation}, because {why}.',
  '{why}, so {goal} is {equation}.',
  'Because {why}, we have {equation} for {goal}.',
  'As {why}, {goal} is {equation}.',
  '{why}. That makes {goal} equal to {equation}.',
] as const

export const REASONED_WORD_PHRASES = [
  'Since {why}, {goal} comes to {result}.',
  '{goal} is {result}, because {why}.',
  '{why}, so {goal} must be {result}.',
  'As {why}, {goal} is {result}.',
] as const

export const ASSERTED_PHRASES = [
  'Clearly, {goal} is {result}.',
  '{goal} is {result}.',
  'It is easy to see that {goal} is {result}.',
  'A quick calculation shows that {goal} is {result}.',
  'From this, {goal} comes to {result}.',
  'Obviously {goal} must be {result}.',
  'This tells us that {goal} is {result}.',
] as const

export const OPERATION_PHRASES = {
  '+': [
    'Adding {left} and {right} gives {result} for {goal}.',
    '{goal} is the sum of {left} and {right}, which is {result}.',
    'We add {right} to {left}, and {goal} comes to {result}.',
  ],
  '-': [
    'Subtracting {right} from {left} leaves {result} for {goal}.',
    'Take {right} away from {left}: {goal} is {result}.',
    '{goal} is the difference between {left} and {right}, namely {result}.',
  ],
  '*': [
    'Multiplying {left} by {right} gives {result} for {goal}.',
    '{goal} is {left} times {right}, which makes {result}.',
    'We multiply {left} and {right}, so {goal} is {result}.',
  ],
  '/': [
    'Dividing {left} by {right} gives {result} for {goal}.',
    '{goal} is {left} divided by {right}, or {result}.',
    'We divide {left} by {right}, and {goal} comes to {result}.',
  ],
} as const satisfies Record<string, readonly string[]>

/** True, yet no support: each assumes what it sets out to find. */
export const CIRCULAR_PHRASES = [
  'Suppose {goal} is {result}. Then everything fits, so {goal} is {result}.',
  '{goal} must be {result}, because {inverse}, where {result} is {goal}.',
  'We may take {goal} to be {result}, since {goal} being {result} is what the rest of the solution needs.',
  'Working back from {goal} being {result}, we have {inverse}; this shows that {goal} is {result}.',
  '{goal} is {result}, as follows from the final answer.',
  'The final answer requires {result} here, so {goal} is {result}.',
] as const
