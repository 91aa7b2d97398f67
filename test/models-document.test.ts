import { expect, test } from 'vitest'
import { readAdapters } from '../bench-runner/adapters/read-adapter.ts'
import { BACKENDS } from '../bench-runner/backends/backends.ts'
import { modelsDocument } from './models-document.ts'

test('docs/models.md says of every adapter where it runs and what was verified', async () => {
  const read = await readAdapters()
  if (read.status === 'failed') throw new Error(read.message)
  await expect(modelsDocument(read.adapters, BACKENDS)).toMatchFileSnapshot('../docs/models.md')
})
