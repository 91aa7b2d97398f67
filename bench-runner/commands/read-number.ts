import { InvalidArgumentError } from '@commander-js/extra-typings'

/** Any finite number. */
export function readNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new InvalidArgumentError('Write a number.')
}

/** How many parameters a model has; B stands for a billion. */
export function readParams(text: string): number {
  const value = Number(text.replace(/b$/i, 'e9'))
  if (Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('Write a number above 0, such as 7.08e9 or 7.08B.')
}

export function readCount(text: string): number {
  const value = readNumber(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new InvalidArgumentError('Write a whole number.')
}

export function readPositive(text: string): number {
  const value = readCount(text)
  if (value > 0) return value
  throw new InvalidArgumentError('Write a whole number above 0.')
}
