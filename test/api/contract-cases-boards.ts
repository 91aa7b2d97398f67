import { type Cases, pages } from './contract-cases.ts'
import { NONE, type World } from './contract-world.ts'

/** Reads of benchmarks and of what stands on their boards. */
export function boardCases({ runs, former, protocol }: World): Cases {
  return {
    'get /benchmarks': pages('/benchmarks'),
    'get /benchmarks/{benchmark}': [
      { status: 200, path: '/benchmarks/tiny' },
      { status: 404, path: '/benchmarks/none' },
      { status: 422, path: '/benchmarks/A' },
    ],
    'get /benchmarks/{benchmark}/revisions': [
      { status: 200, path: '/benchmarks/tiny/revisions' },
      { status: 404, path: '/benchmarks/none/revisions' },
      { status: 422, path: '/benchmarks/tiny/revisions?format=xml' },
    ],
    'get /leaderboards/{benchmark}': [
      ...pages('/leaderboards/tiny'),
      { status: 200, path: `/leaderboards/tiny?revision=${former}` },
      { status: 200, path: '/leaderboards/tiny?class=tuned&sort=params&order=asc&kind=baseline' },
      { status: 200, path: '/leaderboards/tiny?q=model&min_params=1&trust=recomputed' },
      { status: 400, path: '/leaderboards/tiny?policy=best_of:min' },
      { status: 404, path: '/leaderboards/none' },
      { status: 404, path: `/leaderboards/tiny?revision=${NONE.hash}` },
      { status: 422, path: '/leaderboards/tiny?sort=colour' },
    ],
    'get /items/{benchmark}/{item}': [
      { status: 200, path: '/items/tiny/a-1' },
      { status: 404, path: '/items/tiny/a-9' },
      { status: 404, path: '/items/none/a-1' },
      { status: 422, path: '/items/A/a-1' },
    ],
    'get /items/{benchmark}/{item}/runs': [
      ...pages('/items/tiny/a-1/runs'),
      { status: 200, path: '/items/tiny/a-1/runs?policy=vote' },
      { status: 400, path: '/items/tiny/a-1/runs?policy=best_of:min' },
      { status: 404, path: '/items/tiny/a-9/runs' },
    ],
    'get /badges/{benchmark}/{name}.svg': [
      { status: 200, path: `/badges/tiny/${runs.listed}.svg` },
      { status: 200, path: '/badges/tiny/test/model.svg' },
      { status: 404, path: '/badges/tiny/test/none.svg' },
      { status: 404, path: '/badges/none/test/model.svg' },
      { status: 422, path: '/badges/A/test/model.svg' },
    ],
    'get /protocols/{hash}': [
      { status: 200, path: `/protocols/${protocol}` },
      { status: 404, path: `/protocols/${NONE.hash}` },
      { status: 422, path: '/protocols/x' },
    ],
  }
}

/** Reads of the literature, the log and the dumps. */
export function recordCases({ runs, file }: World): Cases {
  return {
    'get /reported': [
      ...pages('/reported'),
      { status: 200, path: '/reported?benchmark=tiny&headline=true&paper=method' },
    ],
    'get /reported/benchmarks': [
      { status: 200, path: '/reported/benchmarks' },
      { status: 422, path: '/reported/benchmarks?format=xml' },
    ],
    'get /models': [...pages('/models'), { status: 200, path: '/models?kind=prompted_judge' }],
    'get /models/{id}': [
      { status: 200, path: '/models/method-7b' },
      { status: 404, path: '/models/none' },
      { status: 422, path: '/models/-' },
    ],
    'get /models/{owner}/{name}': [
      { status: 200, path: '/models/test/model' },
      { status: 404, path: '/models/test/none' },
      { status: 422, path: '/models/-/model' },
    ],
    'get /papers': [...pages('/papers'), { status: 200, path: '/papers?kind=prm&relevance=core' }],
    'get /papers/{id}': [
      { status: 200, path: '/papers/method' },
      { status: 404, path: '/papers/none' },
      { status: 422, path: '/papers/A' },
    ],
    'get /events': [
      ...pages('/events'),
      { status: 200, path: `/events?run=${runs.listed}&benchmark=tiny&type=run_listed` },
    ],
    'get /events.atom': [
      { status: 200, path: '/events.atom' },
      { status: 200, path: '/events.atom?benchmark=tiny' },
      { status: 422, path: '/events.atom?benchmark=A' },
    ],
    'get /exports/{sha256}': [
      { status: 200, path: `/exports/${file}` },
      { status: 404, path: `/exports/${NONE.hash}` },
      { status: 422, path: '/exports/x' },
    ],
    'get /dumps': [
      { status: 200, path: '/dumps' },
      { status: 422, path: '/dumps?format=xml' },
    ],
    'get /dumps/{date}': [
      { status: 200, path: '/dumps/2026-11-24' },
      { status: 404, path: '/dumps/2026-11-25' },
      { status: 422, path: '/dumps/today' },
    ],
  }
}
