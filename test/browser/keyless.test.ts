import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../api/serve.ts'
import { Run } from '#schema/run.ts'
import { startCi } from '../ci-job.ts'

const OPERATOR = 'operator-of-the-keyless-test'

/** Runs the command line without any token but those of `environment`, and answers its stdout. */
async function stepmark(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const { PATH } = process.env
  const { stdout } = await promisify(execFile)('node', ['bench-runner/stepmark.js', ...args], {
    env: { PATH, NO_COLOR: '1', ...environment },
  })
  return stdout.trim()
}

test('a CI job submits a run by its identity, and reruns find it listed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stepmark-keyless-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  // Shorter than the margin, so that every request fetches a token of its own.
  const ci = await startCi({ seconds: 50 })
  onTestFinished(ci.stop)
  const state = join(folder, 'state')
  const service = await serve({ port: 0, state, operatorToken: OPERATOR, issuers: ci.url })
  onTestFinished(service.stop)

  const STEPMARK_API = service.url
  await stepmark(['admin', 'publish', 'stepmark-mini'], {
    STEPMARK_API,
    STEPMARK_OPERATOR_TOKEN: OPERATOR,
  })
  const options = ['--benchmark', 'stepmark-mini', '--backend', 'baseline', '--model', 'length']
  const run = await stepmark(['run', ...options, '--output', join(folder, 'runs')], {})
  const submit = ['submit', run, '--format', 'json']
  const listed = await stepmark(submit, { STEPMARK_API, ...ci.environment })
  expect(Run.parse(JSON.parse(listed)).submitter).toBe('gh-ada-labs')
  expect(ci.audiences.length).toBeGreaterThan(3)
  expect(new Set(ci.audiences)).toEqual(new Set([service.url]))

  expect(await stepmark(submit, { STEPMARK_API, ...ci.environment })).toBe(listed)

  const STEPMARK_IMAGE = `ghcr.io/ada-labs/stepmark@sha256:${'0a'.repeat(32)}`
  const other = ['--benchmark', 'stepmark-mini', '--backend', 'baseline', '--model', 'calculator']
  const address = await stepmark(
    ['run', ...other, '--output', join(folder, 'runs'), '--quiet', '--submit'],
    { STEPMARK_API, ...ci.environment, STEPMARK_IMAGE },
  )
  expect(address).toMatch(new RegExp(`^${service.url}/runs/run_[0-9a-f]+$`))
  const answer = await fetch(address.replace('/runs/', '/api/v1/runs/'))
  const attested = Run.parse(await answer.json())
  expect(attested.attested).toBe(true)
  expect(attested.manifest.image).toBe(STEPMARK_IMAGE)

  const elsewhere = {
    STEPMARK_API,
    ...ci.environment,
    STEPMARK_AUDIENCE: 'https://elsewhere.example',
  }
  await expect(stepmark(submit, elsewhere)).rejects.toMatchObject({
    code: 5,
    stderr: expect.stringContaining(`not meant for ${service.url}`),
  })
}, 180_000)
