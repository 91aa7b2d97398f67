import type { Read } from './score-rules.ts'

/** How many numbers a place must have for a score to be read there. */
export function widthOf(read: Read): number {
  switch (read.fn) {
    case 'softmax_labels':
    case 'vocabulary_probability':
      return read.labels.length
    case 'softmax_classes':
    case 'class_sum':
    case 'class_difference':
      return read.classes
    case 'sigmoid':
    case 'identity':
    case 'log_ratio':
      return 1
  }
}

/** The score of a place, from the raw numbers of the head or the labels' log-probabilities. */
export function readScore(read: Read, row: readonly number[]): number {
  switch (read.fn) {
    case 'softmax_labels':
    case 'softmax_classes':
      return softmax(row)[read.good] ?? Number.NaN
    case 'vocabulary_probability':
      return Math.exp(row[read.good] ?? Number.NaN)
    case 'class_sum': {
      const shares = softmax(row)
      return read.good.reduce((sum, place) => sum + (shares[place] ?? Number.NaN), 0)
    }
    case 'class_difference': {
      const shares = softmax(row)
      return (shares[read.good] ?? Number.NaN) - (shares[read.bad] ?? Number.NaN)
    }
    case 'sigmoid':
      return 1 / (1 + Math.exp(-(row[0] ?? Number.NaN)))
    case 'identity':
      return row[0] ?? Number.NaN
    case 'log_ratio':
      return read.coefficient * (row[0] ?? Number.NaN)
  }
}

function softmax(row: readonly number[]): readonly number[] {
  const highest = Math.max(...row)
  const powers = row.map((value) => Math.exp(value - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
