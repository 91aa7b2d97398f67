import type { ScoreKind } from '#schema/score-kind.ts'
import type { PlainAdapter } from './adapter.ts'

/** What an adapter's scores are, with its threshold as the cut where it is not the usual one. */
export function scoreKindOf(adapter: PlainAdapter): ScoreKind {
  const { threshold } = adapter
  const cut = threshold === undefined ? {} : { cut: threshold }
  const probability = { kind: 'probability', ...(threshold !== 0.5 && cut) } as const
  if (adapter.needs === 'generate') return probability
  switch (adapter.score.read.fn) {
    case 'softmax_labels':
    case 'vocabulary_probability':
    case 'softmax_classes':
    case 'class_sum':
    case 'sigmoid':
      return probability
    case 'class_difference':
      return { kind: 'bounded', range: [-1, 1], ...cut }
    case 'identity':
    case 'log_ratio':
      return { kind: 'unbounded', ...cut }
  }
}
