import type { ScoreKind } from '#schema/score-kind.ts'
import type { CompleteAdapter } from './adapter.ts'

/** What an adapter's scores are, with its threshold as the cut where it is not the usual one. */
export function scoreKindOf({ score, threshold }: CompleteAdapter): ScoreKind {
  const cut = threshold === undefined ? {} : { cut: threshold }
  switch (score.read.fn) {
    case 'softmax_labels':
    case 'vocabulary_probability':
    case 'softmax_classes':
    case 'sigmoid':
      return { kind: 'probability', ...(threshold !== 0.5 && cut) }
    case 'class_difference':
      return { kind: 'bounded', range: [-1, 1], ...cut }
  }
}
