import { expect, test } from 'vitest'
import { labelReport, type ReportedItem } from '../../site/lib/label-report.ts'

const item: ReportedItem = {
  benchmark: 'Tiny',
  item: 'a-1',
  content: { kind: 'first_error', problem: 'p', steps: ['s', 't'], label: { kind: 'at', step: 1 } },
  labelSet: '2',
  revision: '0123456789abcdef',
  address: 'https://prm.example/items/tiny/a-1',
}
const fieldsOf = (href = '') => Object.fromEntries(new URL(href).searchParams)

test('a report goes to the home of the benchmark, filled in', () => {
  const report = labelReport(item, { homepage: 'https://github.com/owner/tiny/' })
  expect(report?.to).toBe('Tiny, as an issue on GitHub')
  expect(report?.href).toMatch(/^https:\/\/github\.com\/owner\/tiny\/issues\/new\?/)
  const { title, body } = fieldsOf(report?.href)
  expect(title).toBe('Label of a-1')
  expect(body).toContain('first error at step 1 (label set 2, revision 0123456789)')
  expect(body).toContain(item.address)
})

test('a data set on Hugging Face has discussions', () => {
  const homepage = 'https://huggingface.co/datasets/owner/tiny'
  const report = labelReport(item, { homepage })
  expect(report?.href.startsWith(`${homepage}/discussions/new?`)).toBe(true)
  expect(fieldsOf(report?.href)['description']).toContain('a-1')
})

test('whom the operator names comes first', () => {
  const homepage = 'https://github.com/owner/tiny'
  const mail = labelReport(item, { homepage, named: 'mailto:labels@prm.example' })
  expect(mail?.href).toMatch(/^mailto:labels@prm\.example\?subject=Label%20of%20a-1&body=Item/)
  const form = labelReport(item, {
    homepage,
    named: 'https://forge.example/o/r/issues/new?labels=x',
  })
  expect(form?.to).toBe('forge.example')
  expect(fieldsOf(form?.href)).toMatchObject({ labels: 'x', title: 'Label of a-1' })
})

test.for([undefined, 'https://example.org/tiny', 'https://github.com/owner', 'not an address'])(
  'nobody is known to take it at %s',
  (homepage) => {
    expect(labelReport(item, { homepage })).toBeUndefined()
  },
)

test('labels of other kinds are told as well', () => {
  const content: ReportedItem['content'] = {
    kind: 'step_labels',
    problem: 'p',
    steps: ['s', 't'],
    wrongSteps: [0, 1],
  }
  const { body } = fieldsOf(
    labelReport({ ...item, content }, { homepage: 'https://github.com/o/t' })?.href,
  )
  expect(body).toContain('wrong at step 0 and step 1')
})
