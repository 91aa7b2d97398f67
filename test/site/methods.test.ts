import { expect, test } from 'vitest'
import { BENCHMARK_KINDS } from '#schema/benchmark.ts'
import { MetricId } from '#schema/metric.ts'
import { POLICY_FORMS } from '#schema/policy.ts'
import { PROTOCOL_RULES } from '#schema/protocol.ts'
import { SELECTION_FORMS } from '#schema/selection.ts'
import { METHODS, type MethodPage, methodPages, methodPaths } from '../../site/methods/methods.ts'
import { richText } from '../../site/lib/rich-text.ts'

const PAGES = BENCHMARK_KINDS.flatMap(methodPages)
const idsOf = (role: MethodPage['role']) =>
  new Set(PAGES.filter((page) => page.role === role).map(({ id }) => id))

test('every kind of benchmark, and so every protocol, has a page', () => {
  expect(Object.keys(METHODS)).toEqual(Object.keys(PROTOCOL_RULES))
  for (const kind of BENCHMARK_KINDS) {
    expect(methodPaths()).toContain(`/method/${kind.replaceAll('_', '-')}`)
  }
})

test('every metric has a page, and so has every form of a policy', () => {
  expect([...idsOf('metric')].toSorted()).toEqual(MetricId.options.toSorted())
  const told = new Set(
    PAGES.filter(({ role }) => role === 'policy').map(({ method }) => method.form),
  )
  const before = POLICY_FORMS.slice(0, POLICY_FORMS.indexOf(';'))
  for (const form of [...before.split(', '), ...SELECTION_FORMS.split(', '), 'rank']) {
    expect(told).toContain(form)
  }
})

test('no two pages share an address, and a page is named for what it tells', () => {
  expect(new Set(methodPaths()).size).toBe(methodPaths().length)
  for (const { id, method } of PAGES) expect(method.form.split(':')[0]).toBe(id)
})

test.for(PAGES.map((page) => [page.href, page] as const))(
  '%s says everything, and each of its formulas can be read',
  ([, { method }]) => {
    expect(method.edges.length).toBeGreaterThan(0)
    expect(method.sources.length).toBeGreaterThan(0)
    const { heads, rows, arithmetic } = method.example()
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) expect(row).toHaveLength(heads.length)
    for (const text of [method.formula, arithmetic]) {
      const html = richText(text)
      expect(html).not.toMatch(/\$|\\|NaN|undefined/)
      expect((html.match(/<math/g) ?? []).length).toBeGreaterThanOrEqual(
        (text.match(/\$\$/g) ?? []).length / 2,
      )
    }
  },
)

// Worked out by hand from the tables of the pages.
test.for([
  ['/method/first-error/f1', 0.5714], // errors 1/2, correct 2/3: 2 · 1/2 · 2/3 / (7/6) = 4/7
  ['/method/first-error/correct-accuracy', 0.6667], // 2/3
  ['/method/first-error/oracle', 0.7857], // (4/7 + 1) / 2
  ['/method/step-labels/f1', 0.6667], // TP 3, FP 1, FN 2: 6/9
  ['/method/step-labels/negative-f1', 0.4], // TN 1: 2/5
  ['/method/step-labels/prm-score', 0.5333], // (2/3 + 2/5) / 2
  ['/method/step-labels/first-error-accuracy', 0.5], // of solution 1 only
  ['/method/step-labels/similarity', 0.7083], // 1 − (|2/4 − 3/4| + |2/3 − 1|) / 2
  ['/method/preference/mrr', 0.7083], // (1 + 1/3 + 1/2 + 1) / 4
  ['/method/preference/strict-accuracy', 0.5], // items 1 and 4
  ['/method/preference/pairwise-accuracy', 0.5714], // (2 + 0 + 1 + 1) / 7
  ['/method/preference/task-accuracy', 0.5], // the first task
] as const)('%s works out to %d', ([href, value]) => {
  const page = PAGES.find((one) => one.href === href)
  expect(page?.method.example().arithmetic).toMatch(new RegExp(`(=|approx) ${value}\\$\\$`))
})

test('of five candidates, the best of two is right in six of ten pairs', () => {
  // By falling minimum: 1 (right), 0, 3 (right), 2, 4. Pairs with 1: 4; with 3 and without 0 and 1: 2.
  const { arithmetic } = METHODS.best_of_n.metrics.accuracy.example()
  expect(arithmetic).toContain(
    String.raw`$$\text{best}(2) = \Big( \binom{4}{1} + \binom{2}{1} \Big) \Big/ \binom{5}{2} = 0.6$$`,
  )
})

test('the choices of the example differ by policy', () => {
  const { best_of, vote, majority, first_n } = METHODS.best_of_n.policies
  expect(best_of.example().arithmetic).toContain('takes candidate 1, whose answer is 10: right')
  // 12: 0.6 + 0.5; 10: 0.7 + 0.55
  expect(vote.example().arithmetic).toContain('0.7 + 0.55 = 1.25')
  // Two votes each, and 12 was seen first.
  expect(majority.example().arithmetic).toContain('candidate 0, whose answer is 12: wrong')
  expect(first_n.example().arithmetic).toContain('Of the first 1: wrong')
})

test('a tuned threshold is the lowest of the best', () => {
  const rows = METHODS.first_error.policies.tuned.example().rows
  const chosen = rows.filter((row) => row.at(-1) === 'chosen')
  // Errors found at t: item 1 in (0.3, 0.8], item 2 in (0.7, 0.4], which is empty. Correct ones pass
  // up to 0.7, 0.2 and 0.6. At 0.4 and 0.6: 1/2 and 2/3.
  expect(chosen).toEqual([['0.4', '1 of 2', '2 of 3', '0.5714', 'chosen']])
})
