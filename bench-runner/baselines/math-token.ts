/** What a step's text is made of, as far as arithmetic goes. */
export type MathToken =
  | {
      readonly kind: 'number'
      readonly value: number
      readonly decimals: number
      readonly percent: boolean
    }
  | { readonly kind: 'operator'; readonly operator: Operator; readonly sign: boolean }
  | { readonly kind: 'open' | 'close' | 'factorial' }
  | { readonly kind: 'equals'; readonly approximate: boolean }
  | { readonly kind: 'word'; readonly word: string }
  /** Ends an expression: punctuation, a line end. */
  | { readonly kind: 'stop' }
  /** Algebra or notation that is not read; nothing touching it can be evaluated. */
  | { readonly kind: 'unknown' }

export type Operator = '+' | '-' | '*' | '/' | '^'

/** Longer texts are read up to here, so the work on one step is bounded. */
export const MAX_CHARACTERS = 50_000

const NUMBER = /\d{1,3}(?:(?:,|\{,\})\d{3})+(?!\d)(?:\.\d+)?|\d{1,40}(?:\.\d{1,40})?|\.\d{1,40}/y
const WORD = /[\p{L}']{1,60}/uy
const COMMAND = /\\(?:[a-zA-Z]{1,30}|[^a-zA-Z])/y
const PROSE = /\\(?:text|mathrm|textbf|operatorname)\{([^{}]{0,200})\}/y
const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '*': '*',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∙': '*',
  '/': '/',
  '÷': '/',
  '^': '^',
  '\\times': '*',
  '\\cdot': '*',
  '\\div': '/',
}
const SPACING = new Set([
  '\\left',
  '\\right',
  '\\,',
  '\\;',
  '\\:',
  '\\!',
  '\\ ',
  '\\$',
  '\\displaystyle',
  '\\boxed',
])
const FRACTIONS = new Set(['\\frac', '\\dfrac', '\\tfrac'])
const APPROXIMATELY = new Set(['≈', '≃', '\\approx', '\\simeq'])

/** Splits the first `MAX_CHARACTERS` characters in one pass; `\frac{a}{b}` becomes ((a)/(b)). */
export function mathTokens(text: string): MathToken[] {
  const input = text.slice(0, MAX_CHARACTERS)
  const tokens: MathToken[] = []
  const groups: Group[] = []
  let at = 0
  while (at < input.length) {
    const piece = pieceAt(input, at)
    at += piece.length
    const { value } = piece
    if (value === 'fraction') {
      groups.push('numerator')
      tokens.push({ kind: 'open' })
    } else if (value === 'open brace') {
      openGroup(groups, tokens)
    } else if (value === 'close brace') {
      closeGroup(groups, tokens, /^\s*\{/.test(input.slice(at, at + 8)))
    } else if (value !== 'nothing') {
      const waiting = groups.at(-1)
      if (waiting === 'numerator' || waiting === 'denominator') {
        groups.pop()
        tokens.push({ kind: 'unknown' })
      }
      tokens.push(value)
    }
  }
  return tokens
}

type Group = 'numerator' | 'in numerator' | 'denominator' | 'in denominator' | 'plain'
type Piece = MathToken | 'fraction' | 'open brace' | 'close brace' | 'nothing'

function openGroup(groups: Group[], tokens: MathToken[]): void {
  const waiting = groups.at(-1)
  if (waiting === 'numerator') groups[groups.length - 1] = 'in numerator'
  else if (waiting === 'denominator') groups[groups.length - 1] = 'in denominator'
  else groups.push('plain')
  tokens.push({ kind: 'open' })
}

function closeGroup(groups: Group[], tokens: MathToken[], anotherFollows: boolean): void {
  tokens.push({ kind: 'close' })
  const closed = groups.pop()
  if (closed === 'in denominator') tokens.push({ kind: 'close' })
  if (closed !== 'in numerator') return
  groups.push('denominator')
  tokens.push(
    anotherFollows ? { kind: 'operator', operator: '/', sign: false } : { kind: 'unknown' },
  )
}

function pieceAt(input: string, at: number): { value: Piece; length: number } {
  const char = input.charAt(at)
  if (char === '\n') return { value: { kind: 'stop' }, length: 1 }
  if (/\s/.test(char)) return { value: 'nothing', length: 1 }
  const number = matchAt(NUMBER, input, at)
  if (number !== undefined) return numberPiece(input, at, number)
  const prose = matchAt(PROSE, input, at)
  if (prose !== undefined)
    return {
      value: wordToken(prose.slice(prose.indexOf('{') + 1, -1).trim()),
      length: prose.length,
    }
  const command = matchAt(COMMAND, input, at)
  if (command !== undefined) return { value: commandPiece(command), length: command.length }
  const word = matchAt(WORD, input, at)
  if (word !== undefined) return { value: wordAt(input, at, word), length: word.length }
  return { value: symbolPiece(input, at, char), length: 1 }
}

function numberPiece(input: string, at: number, digits: string): { value: Piece; length: number } {
  const rest = input.slice(at + digits.length, at + digits.length + 3)
  const percent = /^ ?\\?%/.exec(rest)?.[0] ?? ''
  const plain = digits.replaceAll(/[,{}]/g, '')
  const value: MathToken = {
    kind: 'number',
    value: percent ? Number(plain) / 100 : Number(plain),
    decimals: plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 0,
    percent: percent !== '',
  }
  return { value, length: digits.length + percent.length }
}

function commandPiece(command: string): Piece {
  const operator = OPERATORS[command]
  if (operator !== undefined) return { kind: 'operator', operator, sign: false }
  if (FRACTIONS.has(command)) return 'fraction'
  if (APPROXIMATELY.has(command)) return { kind: 'equals', approximate: true }
  if (SPACING.has(command)) return 'nothing'
  if (/^\\[()[\]\\]$/.test(command)) return command === '\\\\' ? { kind: 'stop' } : 'nothing'
  return { kind: 'unknown' }
}

/** The letter x between two numbers is a multiplication sign; any other lone letter is algebra. */
function wordAt(input: string, at: number, word: string): MathToken {
  if (
    /^[xX]$/.test(word) &&
    /[\d)}]\s?$/.test(input.slice(Math.max(0, at - 2), at)) &&
    /^\s?[\d$(]/.test(input.slice(at + 1, at + 3))
  )
    return { kind: 'operator', operator: '*', sign: false }
  const glued = /\d/.test(input.charAt(at - 1))
  return glued ? { kind: 'unknown' } : wordToken(word)
}

function wordToken(word: string): MathToken {
  return word.length === 1 && !/^[aAI]$/.test(word)
    ? { kind: 'unknown' }
    : { kind: 'word', word: word.toLowerCase() }
}

function symbolPiece(input: string, at: number, char: string): Piece {
  const before = at === 0 || /[\s=(]/.test(input.charAt(at - 1))
  const tight = /[\d.$\\(]/.test(input.charAt(at + 1))
  const operator = OPERATORS[char]
  if (operator !== undefined)
    return { kind: 'operator', operator, sign: operator === '-' && before && tight }
  if (char === '=') return { kind: 'equals', approximate: false }
  if (APPROXIMATELY.has(char)) return { kind: 'equals', approximate: true }
  if (char === '(' || char === '[') return { kind: 'open' }
  if (char === ')' || char === ']') return { kind: 'close' }
  if (char === '{') return 'open brace'
  if (char === '}') return 'close brace'
  if (char === '$') return 'nothing'
  if (char === '!')
    return /^\s*[-+*/×÷^)}\\=]/.test(input.slice(at + 1, at + 9))
      ? { kind: 'factorial' }
      : { kind: 'stop' }
  return /[.,;:?"“”]/.test(char) ? { kind: 'stop' } : { kind: 'unknown' }
}

function matchAt(pattern: RegExp, input: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(input)?.[0]
}
