import { expect, test, vi } from 'vitest'
import { kindOf } from '#schema/kinds/kinds.ts'
import { drawSubsets } from '#schema/metrics/cluster-draws.ts'
import { clusterWeights } from '#schema/metrics/cluster-weights.ts'

vi.mock(import('#schema/metrics/cluster-weights.ts'), async (original) => {
  const { clusterWeights: real } = await original()
  return { clusterWeights: vi.fn<typeof real>(real) }
})

test('a run is scored with what was drawn ahead', () => {
  const clusters = ['p', 'q', 'p', 'r', 's']
  kindOf('first_error').drawAhead?.('gsm8k', clusters)
  expect(clusterWeights).toHaveBeenCalledOnce()
  const draws = drawSubsets([{ id: 'gsm8k', clusters }], { seed: 0 }).get('gsm8k')
  expect(clusterWeights).toHaveBeenCalledOnce()
  expect(draws?.weights).toBe(vi.mocked(clusterWeights).mock.results[0]?.value)
})
