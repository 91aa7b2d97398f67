import type { STEP_LABELS_METRICS as METRICS } from '#schema/metric.ts'
import { REDUNDANCY_THRESHOLD } from '#schema/metrics/step-counts.ts'
import { comesTo, type Method, number } from './method.ts'
import { PRMBENCH } from './sources.ts'
import { COUNTS, example, RESULTS, similarityExample, valueOf } from './step-labels-example.ts'

const sources = [PRMBENCH]
const { tp, fp, tn, fn } = COUNTS
const n = tp + fp + tn + fn
const { firstError } = RESULTS

export const STEP_LABELS_METRICS = {
  prm_score: {
    form: 'prm_score',
    title: 'PRMScore',
    definition: 'The mean of the F1 of right steps and of the F1 of wrong ones.',
    formula: String.raw`$$\text{PRMScore} = \frac{F_1 + F_1^{-}}{2}$$`,
    edges: [
      ['The class multi_solutions', 'It holds no wrong step, so its PRMScore is F1 alone.'],
      ['One of the two F1 is undefined', 'PRMScore is undefined.'],
    ],
    sources,
    example: () =>
      example(
        String.raw`$$\text{PRMScore} = \frac{${shown('f1')} + ${shown('negative_f1')}}{2} ${comesTo(valueOf('prm_score'))}$$`,
      ),
  },
  f1: {
    form: 'f1',
    title: 'F1 of right steps',
    definition: 'How well right steps are told from wrong ones, the right step being positive.',
    formula: String.raw`
$TP$ are right steps that passed, $FN$ right steps flagged, $TN$ wrong steps flagged and $FP$ wrong steps that passed.

$$F_1 = \frac{2\,TP}{2\,TP + FP + FN}$$`,
    edges: [
      [
        'The denominator is 0',
        'Undefined: there is no right step, and none was taken for one. In every other case it is a number, 0 too.',
      ],
    ],
    sources,
    example: () =>
      example(
        String.raw`$$F_1 = \frac{2 \cdot ${tp}}{2 \cdot ${tp} + ${fp} + ${fn}} ${comesTo(valueOf('f1'))}$$`,
      ),
  },
  negative_f1: {
    form: 'negative_f1',
    title: 'F1 of wrong steps',
    definition: 'How well wrong steps are found, the wrong step being positive.',
    formula: String.raw`
$TN$ are wrong steps flagged, $FN$ right steps flagged and $FP$ wrong steps that passed.

$$F_1^{-} = \frac{2\,TN}{2\,TN + FP + FN}$$`,
    edges: [
      [
        'The denominator is 0',
        'Undefined: there is no wrong step, and none was taken for one. In every other case it is a number, 0 too.',
      ],
    ],
    sources,
    example: () =>
      example(
        String.raw`$$F_1^{-} = \frac{2 \cdot ${tn}}{2 \cdot ${tn} + ${fp} + ${fn}} ${comesTo(valueOf('negative_f1'))}$$`,
      ),
  },
  step_accuracy: {
    form: 'step_accuracy',
    title: 'Step accuracy',
    definition: 'The share of steps judged as labelled.',
    formula: String.raw`$$\frac{TP + TN}{TP + FP + TN + FN}$$`,
    edges: [
      [
        'Most steps are right',
        'So a model that passes every step does well here; PRMScore does not reward that.',
      ],
      ['No step', 'Undefined.'],
    ],
    sources,
    example: () =>
      example(String.raw`$$\frac{${tp} + ${tn}}{${n}} ${comesTo(valueOf('step_accuracy'))}$$`),
  },
  correct_step_accuracy: {
    form: 'correct_step_accuracy',
    title: 'Accuracy on right steps',
    definition: 'The share of right steps that passed.',
    formula: String.raw`$$\frac{TP}{TP + FN}$$`,
    edges: [['No right step', 'Undefined.']],
    sources,
    example: () =>
      example(
        String.raw`$$\frac{${tp}}{${tp} + ${fn}} ${comesTo(valueOf('correct_step_accuracy'))}$$`,
      ),
  },
  erroneous_step_accuracy: {
    form: 'erroneous_step_accuracy',
    title: 'Accuracy on wrong steps',
    definition: 'The share of wrong steps that were flagged.',
    formula: String.raw`$$\frac{TN}{TN + FP}$$`,
    edges: [['No wrong step, as in multi_solutions', 'Undefined.']],
    sources,
    example: () =>
      example(
        String.raw`$$\frac{${tn}}{${tn} + ${fp}} ${comesTo(valueOf('erroneous_step_accuracy'))}$$`,
      ),
  },
  first_error_accuracy: {
    form: 'first_error_accuracy',
    title: 'First-error accuracy',
    definition: 'Of the solutions with a wrong step, the share whose first wrong step was flagged.',
    formula: String.raw`
With $i^*$ the first wrong step of a solution,

$$\frac{|\{\text{solutions} : i^* \text{ is flagged}\}|}{|\{\text{solutions with a wrong step}\}|}$$`,
    edges: [
      [
        'An earlier, right step is flagged too',
        'It does not matter here, other than in first-error benchmarks.',
      ],
      ['No solution has a wrong step', 'Undefined.'],
    ],
    sources,
    example: () =>
      example(
        String.raw`$$\frac{${firstError.k}}{${firstError.n}} ${comesTo(valueOf('first_error_accuracy'))}$$`,
      ),
  },
  similarity: {
    form: 'similarity',
    title: 'Similarity',
    definition:
      'How alike a model judges a flawed solution and the flawless one it was made from; a model that tells them apart is far from 1.',
    formula: String.raw`
With $p_j$ the share of steps that pass in a flawed solution and $q_j$ that in its flawless one, over $m$ pairs,

$$1 - \frac{1}{m} \sum_{j=1}^{m} |p_j - q_j|$$`,
    edges: [
      ['No flawless solution was scored', 'The metric is left out.'],
      ['A flawed solution whose flawless one was not scored', 'Not a pair.'],
      [
        'The published evaluator',
        'It leaves out pairs whose flawless solution has no step that passes, and its file holds the mean difference itself.',
      ],
    ],
    sources,
    example: similarityExample,
  },
} as const satisfies Record<(typeof METRICS)[number], Method>

export const STEP_LABELS_POLICIES = {
  fixed: {
    form: 'fixed:<t>',
    title: 'A fixed threshold',
    definition:
      'One threshold for all classes: 0.5 for probabilities, for other scores a cut that the run declared beforehand.',
    formula: String.raw`
Steps are numbered from 0 to $n - 1$ and have scores $s_0, \dots, s_{n-1}$, high for a right step.

$$\text{step } i \text{ passes} \iff s_i > t$$

In the classes about redundancy a model may give redundancies $r_i$ as well. There they take the place of the scores: a step is flagged when $r_i > ${REDUNDANCY_THRESHOLD}$.`,
    edges: [
      ['A score equals t', 'The step is flagged, other than in first-error benchmarks.'],
      ['A step has no score', 'It counts as judged wrongly.'],
      ['A redundancy in a class about something else', 'Not looked at.'],
    ],
    sources,
    example: () => example('A score of 0.5 is not above 0.5, so step 1 of solution 1 is flagged.'),
  },
} as const satisfies Record<'fixed', Method>

function shown(metric: 'f1' | 'negative_f1'): string {
  const result = valueOf(metric)
  return result?.status === 'ok' ? number(result.value) : '?'
}
