import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'
import { differences } from './compare-numbers.ts'
import { Answer, type Job } from './numbers.ts'
import { syntheticScores } from './synthetic-scores.ts'

// What `npm run bench:metrics` does: whole reports, from files to numbers, by Stepmark, by Python as the
// field writes it and by numpy, one after the other in every round. First their numbers must agree.

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'field-rounds': { type: 'string', default: '2' },
    only: { type: 'string' },
  },
})
const ROUNDS = Number(options.rounds)
const FIELD_ROUNDS = Number(options['field-rounds'])
const RESAMPLES = 2000
const SUBSETS = 1000
/** What the loops do of them when they are timed, and when their numbers are looked at. */
const FIELD = { resamples: 20, subsets: 20 } as const

const NEEDED =
  'No Python with numpy, scipy and scikit-learn (Debian: python3-numpy python3-scipy python3-sklearn; or name one in PYTHON): only Stepmark is timed'

const DATA = '../shared/data'
const PROGRAMS = {
  stepmark: ['bench/ours.js'],
  loops: ['-m', 'bench.loops'],
  numpy: ['-m', 'bench.vectorised'],
} as const
type Program = keyof typeof PROGRAMS

interface Task {
  readonly name: string
  readonly title: string
  readonly job: Omit<Job, 'resamples'>
}

const temporary = mkdtempSync(join(tmpdir(), 'stepmark-bench-'))
try {
  if (!existsSync(DATA)) throw new Error(`The benchmarks are read from ${DATA}, which is not there`)
  const python = await findPython()
  console.log(`Node ${process.version} on ${cpus()[0]?.model} × ${cpus().length}`)
  if (python) console.log(python.versions)
  else console.log(NEEDED)
  for (const task of tasks()) {
    if (options.only !== undefined && !task.name.includes(options.only)) continue
    await measure(task, python?.command)
  }
} finally {
  rmSync(temporary, { recursive: true })
}

function tasks(): readonly Task[] {
  const predictions = join(temporary, 'processbench.jsonl')
  writeFileSync(predictions, fullProcessBench())
  return [
    {
      name: 'processbench-1000',
      title: 'ProcessBench, 1,000 items, step scores of Qwen2.5-Math-PRM-7B',
      job: {
        task: 'first_error',
        benchmark: 'processbench-1000',
        data: `${DATA}/processbench-1000`,
        predictions: `${DATA}/scores/processbench-1000/Qwen2.5-Math-PRM-7B.jsonl`,
      },
    },
    {
      name: 'processbench',
      title: 'ProcessBench, all 3,400 items, synthetic scores of 25,697 steps',
      job: {
        task: 'first_error',
        benchmark: 'processbench',
        data: `${DATA}/processbench`,
        predictions,
      },
    },
    {
      name: 'prmbench',
      title: 'PRMBench, all 6,211 items, step scores of R-PRM',
      job: {
        task: 'step_labels',
        benchmark: 'prmbench',
        data: `${DATA}/prmbench`,
        predictions: `${DATA}/scores/prmbench/r-prm.jsonl.gz`,
      },
    },
    {
      name: 'pool',
      title: 'Best-of-N, 500 problems × 32 candidates, step scores of Qwen2.5-Math-PRM-7B',
      job: {
        task: 'pool',
        benchmark: 'best-of-n',
        data: `${DATA}/best-of-n-gsm8k`,
        predictions: `${DATA}/scores/best-of-n-gsm8k/qwen_prm.jsonl.gz`,
      },
    },
  ]
}

function fullProcessBench(): string {
  const Rows = z.array(z.object({ id: z.string(), steps: z.array(z.string()), label: z.int() }))
  const items = ['gsm8k', 'math', 'olympiadbench', 'omnimath'].flatMap((subset) =>
    Rows.parse(JSON.parse(readFileSync(`${DATA}/processbench/${subset}.json`, 'utf8'))),
  )
  return syntheticScores(
    items.map((item) => ({ ...item, steps: item.steps.length })),
    1,
  )
}

async function measure({ name, title, job }: Task, python: string | undefined): Promise<void> {
  console.log(`\n${title}`)
  if (python !== undefined) {
    await check('numpy', { name, job, resamples: RESAMPLES, python })
    await check('loops', { name, job, resamples: FIELD.resamples, python })
  }
  const times: Record<Program, { whole: number[]; inside: number[]; reading: number[] }> = {
    stepmark: { whole: [], inside: [], reading: [] },
    loops: { whole: [], inside: [], reading: [] },
    numpy: { whole: [], inside: [], reading: [] },
  }
  const isPool = job.task === 'pool'
  const scale = isPool ? SUBSETS / FIELD.subsets : RESAMPLES / FIELD.resamples
  for (let round = 0; round < ROUNDS; round++) {
    for (const program of ['stepmark', 'loops', 'numpy'] as const) {
      if (program !== 'stepmark' && python === undefined) continue
      if (program === 'loops' && round >= FIELD_ROUNDS) continue
      const part = isPool ? { subsets: FIELD.subsets } : { resamples: FIELD.resamples }
      const asked = { ...job, resamples: RESAMPLES, ...(program === 'loops' && part) }
      const { whole, answer } = await run(program, asked, python)
      const more = answer.resampled * (scale - 1)
      times[program].whole.push(whole + more)
      times[program].inside.push(answer.seconds + more)
      times[program].reading.push(answer.reading)
    }
  }
  console.log(
    '  seconds         process min  median   without start min  median   of that reading min  median',
  )
  for (const program of ['stepmark', 'loops', 'numpy'] as const) {
    const { whole, inside, reading } = times[program]
    if (whole.length === 0) continue
    const columns = [whole, inside, reading].map((seconds) =>
      [Math.min(...seconds), median(seconds)].map((one) => one.toFixed(3).padStart(9)).join(''),
    )
    console.log(`  ${program.padEnd(18)}${columns.join('      ')}`)
  }
  if (python === undefined) return
  const of = isPool
    ? `${FIELD.subsets} of ${SUBSETS} subsets`
    : `${FIELD.resamples} of ${RESAMPLES} resamples`
  console.log(`  The loops did ${of}; the time of those is multiplied by ${scale}.`)
  for (const program of ['loops', 'numpy'] as const) {
    const ratio = (view: 'whole' | 'inside') =>
      (Math.min(...times[program][view]) / Math.min(...times.stepmark[view])).toFixed(2)
    console.log(
      `  ${program} takes ${ratio('whole')} × the time of stepmark; ${ratio('inside')} × without start and imports`,
    )
  }
}

/** Both on the same draws, which ours writes down. */
async function check(
  program: 'loops' | 'numpy',
  {
    name,
    job,
    resamples,
    python,
  }: { name: string; job: Task['job']; resamples: number; python: string },
): Promise<void> {
  const draws = join(temporary, `${name}-${resamples}`)
  mkdirSync(draws, { recursive: true })
  const { answer: ours } = await run('stepmark', { ...job, resamples, draws }, python)
  const { answer: theirs } = await run(program, { ...job, resamples, draws }, python)
  rmSync(draws, { recursive: true })
  const found = differences(ours, theirs)
  if (found.length > 0) {
    throw new Error(
      `${program} and stepmark differ in ${found.length}:\n${found.slice(0, 20).join('\n')}`,
    )
  }
  const count = Object.values(ours.values).flat().length
  const ends = Object.keys(ours.intervals).length
  console.log(
    `  ${program}: all ${count} numbers and ${ends} intervals (${resamples} resamples) are stepmark’s, of the same revision`,
  )
}

async function run(program: Program, job: Job, python: string | undefined) {
  const command = program === 'stepmark' ? process.execPath : (python ?? 'python3')
  const start = performance.now()
  const { stdout } = await promisify(execFile)(
    command,
    [...PROGRAMS[program], JSON.stringify(job)],
    {
      env: environment(),
      maxBuffer: 2 ** 28,
    },
  )
  const whole = (performance.now() - start) / 1000
  return { whole, answer: Answer.parse(JSON.parse(stdout)) }
}

/** Without settings that hold a current OpenBLAS back. */
function environment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = process.env
  return rest
}

async function findPython() {
  const script =
    'import sys, numpy, scipy, sklearn; print(f"Python {sys.version.split()[0]}, numpy {numpy.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}")'
  for (const command of [process.env['PYTHON'], 'python3', '/usr/bin/python3']) {
    if (command === undefined) continue
    try {
      const { stdout } = await promisify(execFile)(command, ['-c', script])
      return { command, versions: stdout.trim() }
    } catch {
      continue
    }
  }
  return undefined
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
