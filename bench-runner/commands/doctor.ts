import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { Command } from '@commander-js/extra-typings'
import { csvFormatRows } from 'd3-dsv'
import { fitAdapter } from '../adapters/compile.ts'
import { readAdapter } from '../adapters/read-adapter.ts'
import { openTokenizer } from '../adapters/tokenizer.ts'
import { cacheFolder } from '../cache-folder.js'
import { EXIT } from '../exit-code.ts'
import { reasonOf } from '../failure.ts'
import { openServers } from '../http/servers.ts'
import { formatOption } from '../output/format.ts'
import { formatTable } from '../output/table.ts'
import { apiKeyEnvOption, baseUrlOption } from './server-options.ts'

/** One thing that was looked at: `bad` keeps runs from working, `missing` some of them. */
interface Finding {
  readonly what: string
  readonly state: 'good' | 'missing' | 'bad'
  readonly found: string
}

/** Bytes free, below which a long run may not fit. */
const ENOUGH = 1e9

export function doctorCommand() {
  return new Command('doctor')
    .description('Look whether this machine, its servers and an adapter are fit for runs')
    .option('-o, --output <dir>', 'where run folders are made', 'runs')
    .option('-a, --adapter <id>', 'an adapter to fit to a tokenizer')
    .option('-t, --tokenizer <dir>', 'folder of tokenizer.json')
    .addOption(baseUrlOption())
    .addOption(apiKeyEnvOption())
    .addOption(formatOption())
    .action(async ({ output, adapter, tokenizer, baseUrl = [], apiKeyEnv, format }) => {
      const findings = [
        nodeVersion(),
        await folder('run folders', output),
        await folder('downloads', cacheFolder(process.env)),
        runtime(),
        await gpu(),
        ...(adapter === undefined ? [] : [await fit(adapter, tokenizer)]),
        ...(await serversOf(baseUrl, apiKeyEnv)),
      ]
      print(findings, format)
      process.exitCode = findings.some(({ state }) => state === 'bad') ? EXIT.failed : EXIT.done
    })
}

function nodeVersion(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number)
  const state = major >= 24 ? 'good' : 'bad'
  return { what: 'Node', state, found: `${process.version}; 24 or later is needed` }
}

async function folder(what: string, path: string): Promise<Finding> {
  try {
    await mkdir(path, { recursive: true })
    accessSync(path, constants.W_OK)
    const { bavail, bsize } = await statfs(path)
    const state = bavail * bsize > ENOUGH ? 'good' : 'missing'
    return { what, state, found: `${path}: ${((bavail * bsize) / 1e9).toFixed(1)} GB free` }
  } catch (error) {
    return { what, state: 'bad', found: reasonOf(error) }
  }
}

function runtime(): Finding {
  const what = 'onnxruntime-node'
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node')
    return { what, state: 'good', found: 'installed: --device cpu, and cuda where it has it' }
  } catch {
    return {
      what,
      state: 'missing',
      found: 'not installed: --backend onnx computes with --device wasm',
    }
  }
}

async function gpu(): Promise<Finding> {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader']
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', query)
    return { what: 'GPU', state: 'good', found: stdout.trim().replaceAll('\n', '; ') }
  } catch {
    return { what: 'GPU', state: 'missing', found: 'none that nvidia-smi knows' }
  }
}

async function fit(name: string, tokenizer: string | undefined): Promise<Finding> {
  const what = `adapter ${name}`
  const chosen = await readAdapter(name)
  if (chosen.status === 'failed') return { what, state: 'bad', found: chosen.message }
  const { adapter, named } = chosen
  const hash = `version ${named.version}, ${named.hash?.slice(0, 12)}`
  if (adapter.needs === 'generate') return { what, state: 'good', found: hash }
  if (tokenizer === undefined || !existsSync(tokenizer)) {
    return { what, state: 'missing', found: `${hash}; give --tokenizer DIR to fit it` }
  }
  const opened = await openTokenizer(tokenizer)
  if (opened.status === 'failed') return { what, state: 'bad', found: opened.message }
  const fitted = fitAdapter(adapter, opened.tokenizer)
  return fitted.status === 'ok'
    ? { what, state: 'good', found: `${hash}; fits the tokenizer` }
    : { what, state: 'bad', found: `${fitted.code}: ${fitted.message}` }
}

/** Paths that tell which backend a server is for; asked with a GET, of which some find fault. */
const ROUTES = {
  '/info': 'http',
  '/pooling': 'vllm (heads)',
  '/generative_scoring': 'vllm (labels)',
  '/v1/completions': 'vllm (labels, implicit)',
  '/generate': 'sglang',
  '/v1/chat/completions': 'openai',
} as const

async function serversOf(
  urls: readonly string[],
  apiKeyEnv = 'STEPMARK_BACKEND_KEY',
): Promise<readonly Finding[]> {
  if (urls.length === 0) return []
  const apiKey = process.env[apiKeyEnv] || undefined
  const servers = openServers({ urls, apiKey, timeout: 10_000, patience: 0, tokensInFlight: 1024 })
  const findings = await Promise.all(
    urls.map(async (url): Promise<Finding> => {
      const looked = await Promise.all(
        Object.entries(ROUTES).map(async ([path, serves]) => {
          const { status } = await servers.look(url, path)
          return { serves, status }
        }),
      )
      const silent = looked.every(({ status }) => status === 'silent')
      if (silent) return { what: url, state: 'bad', found: 'no answer' }
      const offered = looked.filter(({ status }) => status !== 'silent' && status !== 404)
      if (offered.length === 0) return { what: url, state: 'bad', found: 'serves no backend' }
      return { what: url, state: 'good', found: offered.map(({ serves }) => serves).join(', ') }
    }),
  )
  servers.close()
  return findings
}

function print(findings: readonly Finding[], format: 'table' | 'json' | 'csv') {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
    return
  }
  const cells = findings.map(({ what, state, found }) => [what, state, found])
  if (format === 'csv') {
    process.stdout.write(`${csvFormatRows([['what', 'state', 'found'], ...cells])}\n`)
    return
  }
  const columns = ['what', 'state', 'found'].map((head) => ({ head }))
  process.stdout.write(`${formatTable(columns, cells, process.stdout)}\n`)
}
