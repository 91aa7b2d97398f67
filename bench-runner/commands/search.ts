import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { z } from 'zod'
import { scoreKindOf } from '../adapters/score-kind-of.ts'
import { readAdapter } from '../adapters/read-adapter.ts'
import { BACKENDS } from '../backends/backends.ts'
import { EngineStopped } from '../backends/engine-stopped.ts'
import { chatTexts } from '../backends/http/chat.ts'
import { openServedModel, TEXTS_IN_FLIGHT } from '../backends/http/open-model.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reportFailure, unknownName } from '../failure.ts'
import { interruptCode, interruptSignal } from '../interrupt-signal.ts'
import { readTextLines } from '../read-text.ts'
import { guidedSearch, type SearchOptions, STRATEGIES } from '../search/guided-search.ts'
import { poolRow, predictionRow, type Solved } from '../search/pool-lines.ts'
import { engineOptions, type FedOptions } from './fed-options.ts'
import { readNumber } from './read-number.ts'
import {
  apiKeyEnvOption,
  baseUrlOption,
  policyUrlOption,
  servedModelOption,
} from './server-options.ts'

const Problem = z.object({ id: z.string(), problem: z.string(), answer: z.string() })

export function searchCommand() {
  return new Command('search')
    .description(
      'Write solutions with a policy and a judge of their steps, as a pool with its scores',
    )
    .requiredOption('--problems <file>', 'lines of id, problem and answer; may be gzip')
    .addOption(policyUrlOption().makeOptionMandatory())
    .requiredOption('--policy-model <name>', 'what its servers call the policy')
    .requiredOption('--backend <id>', 'the engine of the judge: see stepmark list backends')
    .requiredOption('-m, --model <id>', 'owner/name of the judge')
    .requiredOption('-a, --adapter <id>', 'how the judge is fed')
    .option('--model-dir <dir>', 'folder of the exported judge, of --backend onnx')
    .option('-t, --tokenizer <dir>', 'folder of its tokenizer.json')
    .addOption(baseUrlOption())
    .addOption(servedModelOption())
    .addOption(apiKeyEnvOption())
    .addOption(
      new Option('--strategy <name>', 'how steps are chosen')
        .choices(STRATEGIES)
        .default('beam' as const),
    )
    .option('--beams <number>', 'solutions that are kept; greedy keeps one', readCount, 8)
    .option('--width <number>', 'next steps that are drawn for each', readCount, 4)
    .option('--max-steps <number>', 'the most steps of a solution', readCount, 40)
    .option('--max-step-tokens <number>', 'the most tokens of a step', readCount, 2048)
    .option('--temperature <number>', 'of the policy', readNumber, 0.8)
    .option('--seed <number>', 'seed of the policy', readCount0, 0)
    .requiredOption('-o, --output <dir>', 'a new folder for candidates.jsonl and predictions.jsonl')
    .action(async (options) => {
      const signal = interruptSignal()
      const ended = await searchAll(options, signal).catch((error: unknown) => {
        if (error instanceof EngineStopped) return failed(error.code, error.message)
        throw error
      })
      process.exitCode = typeof ended === 'number' ? ended : reportFailure(ended)
    })
}

interface Asked extends FedOptions, SearchOptions {
  readonly problems: string
  readonly policyUrl: readonly string[]
  readonly policyModel: string
  readonly backend: string
  readonly model: string
  readonly adapter: string
  readonly output: string
}

async function searchAll(asked: Asked, signal: AbortSignal): Promise<ExitCode | Failed> {
  const file = await readTextLines(asked.problems)
  if (file.status === 'failed') return file
  const lines = file.lines.filter((line) => line.trim() !== '')
  const problems = lines.map((line) => Problem.parse(JSON.parse(line)))
  const judge = await openJudge(asked)
  if (judge.status === 'failed') return judge
  const { scorer } = judge
  const policy = await openServedModel('openai', {
    model: asked.policyModel,
    engine: { baseUrls: [...asked.policyUrl], tokensInFlight: TEXTS_IN_FLIGHT },
  })
  if (policy.status === 'failed') {
    await scorer.close?.()
    return policy
  }
  mkdirSync(asked.output, { recursive: true })
  const [pool, predictions] = ['candidates.jsonl', 'predictions.jsonl'].map((name) =>
    join(asked.output, name),
  )
  for (const path of [pool, predictions]) rmSync(path ?? '', { force: true })
  try {
    for (const [index, problem] of problems.entries()) {
      const generate = chatTexts(policy)
      const found = await guidedSearch(problem.problem, {
        generate,
        judge: scorer,
        options: asked,
        signal,
      })
      if (signal.aborted) return interruptCode(signal)
      const solved: Solved = { ...problem, found, options: asked, policy: asked.policyModel }
      appendFileSync(pool ?? '', `${JSON.stringify(poolRow(solved))}\n`)
      appendFileSync(predictions ?? '', `${JSON.stringify(predictionRow(solved))}\n`)
      console.error(`${index + 1} of ${problems.length}`)
    }
  } finally {
    await scorer.close?.()
    policy.servers.close()
  }
  process.stdout.write(`${asked.output}\n`)
  return EXIT.done
}

async function openJudge(asked: Asked) {
  const backend = BACKENDS.find(({ id }) => id === asked.backend)
  if (!backend) {
    const ids = BACKENDS.map(({ id }) => id)
    return failed('usage', unknownName('backend', asked.backend, ids))
  }
  const adapter = await readAdapter(asked.adapter)
  if (adapter.status === 'failed') return adapter
  const opened = await backend.open({
    model: asked.model,
    scoreKind: scoreKindOf(adapter.adapter),
    seed: asked.seed,
    adapter,
    engine: engineOptions(asked),
    items: [],
  })
  if (opened.status === 'failed' || opened.scorer.predictions === 'scores') return opened
  await opened.scorer.close?.()
  return failed('usage', `${asked.adapter} gives verdicts; a search needs scores of steps`)
}

function readCount0(text: string): number {
  const value = readNumber(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new InvalidArgumentError('Write a whole number.')
}

function readCount(text: string): number {
  const value = readCount0(text)
  if (value > 0) return value
  throw new InvalidArgumentError('Write a whole number above 0.')
}
