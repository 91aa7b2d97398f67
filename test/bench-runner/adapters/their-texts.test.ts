import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '#schema/sha256.ts'
import { readAdapter } from '../../../bench-runner/adapters/read-adapter.ts'
import { promptFiles } from '../../../bench-runner/adapters/their-texts.ts'
import { temporaryFolder } from '../stepmark.ts'

/** An adapter that asks for one text of others, and a cache folder with that text. */
async function asked(wanted: string, written: string | undefined) {
  const folder = temporaryFolder()
  const prompts = join(folder, 'prompts', 'own')
  mkdirSync(prompts, { recursive: true })
  if (written !== undefined) writeFileSync(join(prompts, 'task.txt'), written)
  const path = join(folder, 'own.yaml')
  writeFileSync(
    path,
    JSON.stringify({
      schema: 'stepmark.adapter/1',
      id: 'own',
      version: '1',
      status: 'complete',
      models: ['any'],
      sources: ['a test'],
      needs: 'generate',
      texts: { task: { source: 'their paper', sha256: await sha256(wanted) } },
      prompt: {
        messages: [{ role: 'user', content: '{task}\n{problem}\n{steps}' }],
        step: '{step} {task}',
      },
      sampling: { samples: 1, temperature: 0, maxTokens: 10 },
      answer: { fn: 'first_error', first: 0, none: 'none' },
    }),
  )
  const chosen = await readAdapter(path, promptFiles({ STEPMARK_CACHE: folder }))
  return { chosen, file: join(prompts, 'task.txt') }
}

test('a text of others is read from the file the user put there, with or without a last line feed', async () => {
  for (const written of ['Look $& {problem}', 'Look $& {problem}\n']) {
    const { chosen } = await asked('Look $& {problem}', written)
    if (chosen.status === 'failed' || chosen.adapter.needs !== 'generate') throw new Error()
    const { messages, step } = chosen.adapter.prompt
    expect(messages[0]?.content).toBe('Look $& {problem}\n{problem}\n{steps}')
    expect(step).toBe('{step} Look $& {problem}')
  }
})

test('the hash is the same whatever the file is called or where it lies', async () => {
  const [one, other] = [await asked('a', 'a'), await asked('a', 'a\n')]
  if (one.chosen.status === 'failed' || other.chosen.status === 'failed') throw new Error()
  expect(one.chosen.named).toEqual(other.chosen.named)
})

test('without the file it is told what goes where', async () => {
  const { chosen, file } = await asked('a', undefined)
  const digest = await sha256('a')
  expect(chosen).toEqual({
    status: 'failed',
    code: 'missing_file',
    message: `own needs a text of its authors: their paper. Put it into ${file} (SHA-256 ${digest})`,
  })
})

test('another text than theirs is refused', async () => {
  const { chosen } = await asked('a', 'b')
  expect(chosen).toMatchObject({ status: 'failed', code: 'invalid' })
})

test.for(['fover-llama', 'fover-qwen', 'pathfinder-prm', 'thinkprm'])(
  '%s holds none of its authors’ words',
  async (name) => {
    const chosen = await readAdapter(name, promptFiles({ STEPMARK_CACHE: temporaryFolder() }))
    expect(chosen).toMatchObject({ status: 'failed', code: 'missing_file' })
  },
)
