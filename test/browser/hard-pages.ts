import { z } from 'zod'
import { LONG_MODEL } from './hard-texts.ts'

/** Every kind of page there is, and what each is about. */
export const PAGES = [
  'overview',
  'board',
  'tuned board',
  'oracle board',
  'board without a match',
  'empty board',
  'board of step labels',
  'empty board of step labels',
  'board of a pool',
  'board of a pool by votes',
  'empty board of a pool',
  'board of preferences',
  'empty board of preferences',
  'run',
  'held run',
  'run of votes',
  'run on step labels',
  'run on a pool',
  'run on preferences',
  'diagnostics',
  'diagnostics of a run with gaps',
  'diagnostics of unbounded scores',
  'diagnostics of votes',
  'diagnostics on step labels',
  'diagnostics on a pool',
  'diagnostics on preferences',
  'items',
  'items picked by all there is',
  'items of step labels',
  'items of a pool',
  'items of preferences',
  'item with an error',
  'item without an error',
  'item without scores',
  'long item',
  'item of an empty board',
  'item with wrong steps',
  'item judged by redundancy',
  'item without a wrong step',
  'item of step labels without a run',
  'problem with many candidates',
  'problem with a candidate open',
  'problem by another policy',
  'problem without a score',
  'problem without a run',
  'preference among many',
  'preference without a rejected one',
  'preference without a run',
  'models',
  'which',
  'about',
  'compare',
  'comparison',
  'comparison of three',
  'comparison on step labels',
  'comparison on a pool',
  'comparison on preferences',
  'papers',
  'paper',
  'model',
  'model without a run',
  'reported',
  'reported in parts only',
  'submit',
  'method',
  'method of step labels',
  'method of pools',
  'method of preferences',
  'methods',
  'metric',
  'metric of a pool',
  'policy',
  'activity',
  'reference',
  'no such run',
] as const
export type Page = (typeof PAGES)[number]

const Rows = z.object({
  rows: z.array(z.object({ id: z.string(), benchmark: z.string(), model: z.string() })),
})
const Standings = z.object({ rows: z.array(z.object({ run: z.string() })) })
const Items = z.object({ rows: z.array(z.object({ item: z.object({ id: z.string() }) })) })

/** An address of every kind of page on the hard benchmarks, from what the API says there is. */
export async function addressesOf(url: string): Promise<Readonly<Record<Page, string>>> {
  async function get<Schema extends z.ZodType>(path: string, schema: Schema) {
    const response = await fetch(`${url}/api/v1${path}`)
    return schema.parse(await response.json())
  }

  const { rows: runs } = await get('/runs?limit=100', Rows)
  const runOf = (benchmark: string, model: string) =>
    runs.find((run) => run.benchmark === benchmark && run.model.startsWith(model))?.id ?? ''
  const itemsOf = async (run: string, subset: string) => {
    const { rows } = await get(`/runs/${run}/items?subset=${subset}`, Items)
    return rows.map(({ item }) => item.id)
  }
  const compare = async (benchmark: string, most: number) => {
    const { rows } = await get(`/leaderboards/${benchmark}?limit=${most}`, Standings)
    return `/compare?runs=${rows.map((row) => row.run).join()}`
  }
  const run = runOf('hard', 'an-owner')
  const onSteps = runOf('hard-steps', 'an-owner')
  const onPool = runOf('hard-pool', 'an-owner')
  const models = runs.filter(
    ({ benchmark, model }) => benchmark === 'hard' && model !== 'baseline/random',
  )
  const items = await itemsOf(run, 'geometry')
  const steps = await itemsOf(onSteps, 'counterfactual')
  const redundant = await itemsOf(onSteps, 'redundency')
  const right = await itemsOf(onSteps, 'multi_solutions')
  const problems = await itemsOf(onPool, 'easy')
  const onPreference = runOf('hard-preference', 'tied/often')
  const choices = await itemsOf(onPreference, 'shop')
  return {
    overview: '/',
    board: '/boards/hard',
    'tuned board': '/boards/hard?class=tuned',
    'oracle board': '/boards/hard?class=oracle&kind=',
    'board without a match': '/boards/hard?trust=reproduced',
    'empty board': '/boards/empty-hard',
    'board of step labels': '/boards/hard-steps',
    'empty board of step labels': '/boards/empty-hard-steps',
    'board of a pool': '/boards/hard-pool',
    'board of a pool by votes': '/boards/hard-pool?policy=vote:prod',
    'empty board of a pool': '/boards/empty-hard-pool',
    'board of preferences': '/boards/hard-preference',
    'empty board of preferences': '/boards/empty-hard-preference',
    run: `/runs/${run}`,
    'held run': `/runs/${runOf('hard', 'flat/held')}`,
    'run of votes': `/runs/${runOf('hard', 'critic/votes')}`,
    'run on step labels': `/runs/${onSteps}`,
    'run on a pool': `/runs/${runOf('hard-pool', 'implicit/ratios')}`,
    'run on preferences': `/runs/${onPreference}`,
    diagnostics: `/runs/${run}/diagnostics`,
    'diagnostics of a run with gaps': `/runs/${runOf('hard', 'partly/unscored')}/diagnostics`,
    'diagnostics of unbounded scores': `/runs/${runOf('hard', 'implicit/declared-cut')}/diagnostics`,
    'diagnostics of votes': `/runs/${runOf('hard', 'critic/votes')}/diagnostics`,
    'diagnostics on step labels': `/runs/${onSteps}/diagnostics`,
    'diagnostics on a pool': `/runs/${onPool}/diagnostics`,
    'diagnostics on preferences': `/runs/${onPreference}/diagnostics`,
    items: `/runs/${run}/items`,
    'items picked by all there is': `/runs/${run}/items?subset=logic&length=1-4&position=second_quarter&answer=wrong&q=find`,
    'items of step labels': `/runs/${onSteps}/items?outcome=both`,
    'items of a pool': `/runs/${onPool}/items?policy=vote:min`,
    'item with an error': `/items/hard/${items[2]}?runs=${models.map(({ id }) => id).join()}`,
    'item without an error': `/items/hard/${items[1]}?runs=${runOf('hard', 'baseline/random')}`,
    'item without scores': `/items/hard/${items[3]}?class=tuned`,
    'long item': `/items/hard/${items[0]}`,
    'item of an empty board': `/items/empty-hard/${items[0]}`,
    'item with wrong steps': `/items/hard-steps/${steps[0]}`,
    'item judged by redundancy': `/items/hard-steps/${redundant[1]}`,
    'item without a wrong step': `/items/hard-steps/${right[1]}`,
    'item of step labels without a run': `/items/empty-hard-steps/${steps[0]}`,
    'problem with many candidates': `/items/hard-pool/${problems[0]}`,
    'problem with a candidate open': `/items/hard-pool/${problems[0]}?candidate=37`,
    'problem by another policy': `/items/hard-pool/${problems[1]}?policy=best_of:max&runs=${runOf('hard-pool', 'implicit/ratios')}`,
    'problem without a score': `/items/hard-pool/${problems[2]}?runs=${runOf('hard-pool', 'never/scored')}`,
    'problem without a run': `/items/empty-hard-pool/${problems[0]}`,
    'items of preferences': `/runs/${onPreference}/items`,
    'preference among many': `/items/hard-preference/${choices[0]}`,
    'preference without a rejected one': `/items/hard-preference/${choices[3]}`,
    'preference without a run': `/items/empty-hard-preference/${choices[0]}`,
    models: '/models',
    which: '/which',
    about: '/about',
    compare: '/compare',
    comparison: await compare('hard', 2),
    'comparison of three': await compare('hard', 3),
    'comparison on step labels': await compare('hard-steps', 2),
    'comparison on a pool': await compare('hard-pool', 2),
    'comparison on preferences': await compare('hard-preference', 2),
    papers: '/papers',
    paper: '/papers/study',
    model: `/models/${LONG_MODEL}`,
    'model without a run': '/models/judge-3',
    reported: '/reported/elsewhere',
    'reported in parts only': '/reported/parts',
    submit: '/submit',
    method: '/method/first-error',
    'method of step labels': '/method/step-labels',
    'method of pools': '/method/best-of-n',
    'method of preferences': '/method/preference',
    methods: '/method',
    metric: '/method/step-labels/prm-score',
    'metric of a pool': '/method/best-of-n/accuracy',
    policy: '/method/first-error/tuned',
    activity: '/activity',
    reference: '/reference',
    'no such run': '/runs/run_0000000000000000',
  }
}
