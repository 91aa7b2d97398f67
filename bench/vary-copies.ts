import { z } from 'zod'
import { seededRandom } from '#schema/random.ts'
import { openDatabase } from './copy-runs.ts'

const Row = z.object({ run: z.string(), board: z.string(), value: z.number(), row: z.string() })
const SCALED: ReadonlySet<string> = new Set(['value', 'lower', 'upper', 'random_ties'])
const OWNERS = ['Aster', 'birch-lab', 'Corvid', 'delta-nlp', 'Elm-AI', 'fern', 'Grove', 'hazel-ml']
const STEMS = ['Math-PRM', 'Step-Critic', 'Reward', 'Verifier', 'Process-RM', 'Judge', 'Shepherd']
const SIZES = [1.5, 3, 7, 8, 14, 32, 70, 72]

/**
 * Gives the copies of one run names, sizes, values and outcomes of their own, as the boards of a full
 * service have: equal rows would compress to next to nothing.
 */
export function varyCopies(state: string): void {
  using db = openDatabase(state)
  const random = seededRandom(0)
  const pick = <Of>(among: readonly Of[]) => among[Math.floor(random() * among.length)] as Of
  const copies = db
    .prepare("select run, board, value, row from standings where model like 'bench/%'")
    .all()
    .map((row) => Row.parse(row))
  const change = db.prepare(
    'update standings set row = ?, value = ?, lower = ?, upper = ?, model = ?, params = ?, rank = ?, rank_best = ?, rank_worst = ? where run = ? and board = ?',
  )
  const byRun = Map.groupBy(copies, ({ run }) => run)
  const factors = Array.from(byRun.keys(), () => 0.3 + 0.65 * random()).toSorted((a, b) => b - a)
  db.exec('begin')
  for (const [place, [run, rows]] of [...byRun].entries()) {
    const size = pick(SIZES)
    const model = {
      id: `${pick(OWNERS)}/${pick(STEMS)}-${size}B-v${place}`,
      kind: pick(['discriminative_prm', 'generative_prm', 'implicit_prm', 'prompted_judge']),
      params: size * 1e9,
      license: pick(['apache-2.0', 'mit', 'llama3.1']),
    }
    const factor = factors[place] ?? 1
    for (const { board, row } of rows) {
      const varied = z.looseObject({}).parse(
        JSON.parse(row, (key, value: unknown) => {
          if (typeof value !== 'number') return value
          if (SCALED.has(key)) return value * factor
          return OUTCOMES.has(key) ? Math.round(value * (0.5 + random())) : value
        }),
      )
      const { value, interval } = Headline.parse(varied)
      const rank = place + 6
      change.run(
        JSON.stringify({ ...varied, run, model }),
        value,
        interval?.lower ?? null,
        interval?.upper ?? null,
        model.id,
        model.params,
        rank,
        Math.max(1, rank - Math.floor(random() * 9)),
        rank + Math.floor(random() * 9),
        run,
        board,
      )
    }
  }
  db.exec('commit')
}

const Headline = z.object({
  value: z.number(),
  interval: z.object({ lower: z.number(), upper: z.number() }).nullable(),
})
const OUTCOMES: ReadonlySet<string> = new Set([
  'hit',
  'early',
  'late',
  'missed',
  'false_alarm',
  'passed',
])
