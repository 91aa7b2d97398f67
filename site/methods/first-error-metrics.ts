import type { FirstErrorMetric } from '#schema/metric.ts'
import { countsOf, decisionTable, FIXED, SOLUTIONS, valueOf } from './first-error-example.ts'
import { comesTo, type Method, number } from './method.ts'
import { PROCESSBENCH } from './sources.ts'

const sources = [PROCESSBENCH]

export const FIRST_ERROR_METRICS = {
  f1: {
    form: 'f1',
    title: 'F1',
    definition:
      'The harmonic mean of the accuracy on solutions with an error and of that on solutions without one.',
    formula: String.raw`
Of $n_e$ solutions with an error, $k_e$ have the decision at exactly the labelled step. Of $n_c$ correct ones, $k_c$ have the decision that there is no error.

$$a_e = \frac{k_e}{n_e} \qquad a_c = \frac{k_c}{n_c} \qquad F_1 = \frac{2 \, a_e \, a_c}{a_e + a_c}$$`,
    edges: [
      ['Both accuracies are 0', 'F1 is 0.'],
      ['A subset has no solution of one kind', 'F1 is undefined, and so is the average.'],
      ['A step before or after the labelled one', 'Wrong: only the labelled step counts.'],
    ],
    sources,
    example() {
      const { error_k, error_n, correct_k, correct_n } = countsOf(FIXED, SOLUTIONS)
      const [error, correct] = [error_k / error_n, correct_k / correct_n].map(number)
      return {
        ...decisionTable(FIXED, SOLUTIONS),
        arithmetic: String.raw`$$a_e = \frac{${error_k}}{${error_n}} \qquad a_c = \frac{${correct_k}}{${correct_n}} \qquad F_1 = \frac{2 \cdot ${error} \cdot ${correct}}{${error} + ${correct}} ${comesTo(valueOf(FIXED, SOLUTIONS, 'f1'))}$$`,
      }
    },
  },
  error_accuracy: {
    form: 'error_accuracy',
    title: 'Error accuracy',
    definition:
      'Of the solutions with an error, the share whose decision is exactly the labelled step.',
    formula: String.raw`$$a_e = \frac{k_e}{n_e}$$`,
    edges: [
      ['No solution has an error', 'Undefined.'],
      [
        'An earlier step is flagged',
        'Wrong, even where the labelled one would have been flagged too.',
      ],
    ],
    sources,
    example() {
      const { error_k, error_n } = countsOf(FIXED, SOLUTIONS)
      return {
        ...decisionTable(FIXED, SOLUTIONS),
        arithmetic: String.raw`$$a_e = \frac{${error_k}}{${error_n}} ${comesTo(valueOf(FIXED, SOLUTIONS, 'error_accuracy'))}$$`,
      }
    },
  },
  correct_accuracy: {
    form: 'correct_accuracy',
    title: 'Correct accuracy',
    definition: 'Of the solutions without an error, the share in which no step is flagged.',
    formula: String.raw`$$a_c = \frac{k_c}{n_c}$$`,
    edges: [
      ['Every solution has an error', 'Undefined.'],
      ['A score equals the threshold', 'The step passes.'],
    ],
    sources,
    example() {
      const { correct_k, correct_n } = countsOf(FIXED, SOLUTIONS)
      return {
        ...decisionTable(FIXED, SOLUTIONS),
        arithmetic: String.raw`$$a_c = \frac{${correct_k}}{${correct_n}} ${comesTo(valueOf(FIXED, SOLUTIONS, 'correct_accuracy'))}$$`,
      }
    },
  },
} as const satisfies Record<FirstErrorMetric, Method>
