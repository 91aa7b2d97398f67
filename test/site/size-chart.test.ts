import { expect, test } from 'vitest'
import { sizeChart, sizeFinding, sizePoint } from '../../site/lib/size-chart.ts'

const box = { left: 30, right: 370, top: 10, bottom: 250 }

/** Recomputed runs A, B, … of so many billions of parameters. */
function own(...models: readonly (readonly [billions: number, value: number])[]) {
  return models.flatMap(([size, value], index) =>
    sizePoint(
      { params: size * 1e9 },
      { value, isReported: false, name: 'model', letter: 'ABCDE'[index] ?? '' },
    ),
  )
}

test('draws models of known size and value, and no baseline', () => {
  const rest = { value: 0.5, isReported: true, name: 'model', letter: '' }
  expect(sizePoint({ params: 7e9 }, rest).map(({ mark }) => mark)).toEqual(['reported'])
  expect(sizePoint({ params: 7e9, kind: 'prompted_judge' }, rest).map(({ mark }) => mark)).toEqual([
    'reported_judge',
  ])
  expect(own([7, 0.5]).map(({ mark }) => mark)).toEqual(['recomputed'])
  expect(sizePoint({ params: null }, rest)).toEqual([])
  expect(sizePoint({ params: 7e9 }, { ...rest, value: null })).toEqual([])
  expect(sizePoint({ params: 7e9, kind: 'baseline' }, rest)).toEqual([])
})

test('says how far models of about one size lie apart', () => {
  // 8 / 7 < 1.25
  expect(sizeFinding(own([7, 0.15], [7, 0.44], [8, 0.731]))).toBe('7–8 B models span 15.0 to 73.1')
  expect(sizeFinding(own([7, 0.15], [8, 0.731]))).toBeUndefined()
  expect(sizeFinding(own([7, 0.1], [9, 0.2], [12, 0.3]))).toBeUndefined()
})

test('says that size explains little only beside other sizes, and where the span is half of all', () => {
  // 73 − 15 = 58 of 75 − 15 = 60
  expect(sizeFinding(own([7, 0.15], [7, 0.44], [7, 0.73], [72, 0.75]))).toBe(
    'Size explains little: 7 B models span 15.0 to 73.0',
  )
  // 0.24 − 0.15 = 9 of 60
  expect(sizeFinding(own([7, 0.15], [7, 0.2], [7, 0.24], [72, 0.75]))).toBe(
    '7 B models span 15.0 to 24.0',
  )
})

test('reports say nothing of size, since they differ in more', () => {
  const report = { isReported: true, name: 'model', letter: '' }
  const points = [0.1, 0.5, 0.9].flatMap((value) =>
    sizePoint({ params: 7e9 }, { ...report, value }),
  )
  expect(sizeFinding(points)).toBeUndefined()
})

test('twice the size is as far everywhere, values begin at 0, and letters keep apart', () => {
  const chart = sizeChart(own([2, 0.5], [4, 0.5], [8, 0.5], [8, 0.51]), box)
  const [a, b, c] = chart?.marks.map(({ x }) => x) ?? []
  expect((b ?? 0) - (a ?? 0)).toBeCloseTo((c ?? 0) - (b ?? 0))
  expect(chart?.yTicks[0]).toEqual({ value: 0, y: 250 })
  const labels = chart?.labels.filter(({ letter }) => 'CD'.includes(letter)) ?? []
  expect(Math.abs((labels[0]?.y ?? 0) - (labels[1]?.y ?? 0))).toBeGreaterThanOrEqual(13)
  expect(sizeChart(own([7, 0.5]), box)).toBeUndefined()
})

test('an axis of one size reaches to the sizes below and above', () => {
  const ticks = sizeChart(own([7, 0.5], [8, 0.6]), box)?.xTicks
  expect(ticks?.map(({ size }) => size)).toEqual([3e9, 7e9, 14e9])
  const wide = sizeChart(own([7, 0.5], [72, 0.6]), box)?.xTicks
  expect(wide?.map(({ size }) => size)).toEqual([7e9, 14e9, 32e9, 72e9])
})
