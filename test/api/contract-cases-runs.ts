import { type Cases, pages } from './contract-cases.ts'
import { NONE, type World } from './contract-world.ts'

const LONG = 'x'.repeat(201)

/** Reads of runs. */
export function runCases({ runs, former, unlisted }: World): Cases {
  const run = `/runs/${runs.listed}`
  const none = `/runs/${NONE.run}`
  return {
    'get /runs': [
      ...pages('/runs'),
      { status: 200, path: '/runs?benchmark=tiny&state=held&model=test/model&submitter=ada' },
      { status: 422, path: '/runs?state=gone' },
    ],
    'get /runs/{id}': [
      { status: 200, path: run },
      ...[runs.withdrawn, runs.superseded, runs.held, runs.votes, runs.unlicensed].map((id) => ({
        status: 200,
        path: `/runs/${id}`,
      })),
      { status: 200, path: `/runs/${runs.revised}?revision=${former}` },
      { status: 200, path: `/runs/${unlisted.id}?key=${unlisted.key}` },
      { status: 404, path: `/runs/${unlisted.id}` },
      { status: 404, path: none },
      { status: 404, path: `${run}?revision=${former}` },
      { status: 422, path: `${run}?revision=x` },
    ],
    'get /runs/{id}/metrics': [
      { status: 200, path: `${run}/metrics` },
      { status: 200, path: `/runs/${runs.revised}/metrics?revision=${former}` },
      { status: 404, path: `${none}/metrics` },
      { status: 422, path: `${run}/metrics?format=xml` },
    ],
    'get /runs/{id}/items': [
      ...pages(`${run}/items`),
      { status: 200, path: `${run}/items?policy=oracle&outcome=hit&subset=a` },
      { status: 200, path: `/runs/${runs.votes}/items` },
      { status: 400, path: `${run}/items?policy=best_of:min` },
      { status: 404, path: `${none}/items` },
    ],
    'get /runs/{id}/items/{item}': [
      { status: 200, path: `${run}/items/a-1` },
      { status: 200, path: `/runs/${runs.votes}/items/a-1` },
      { status: 404, path: `${run}/items/a-9` },
      { status: 404, path: `${none}/items/a-1` },
      { status: 422, path: `${run}/items/-` },
    ],
    'get /runs/{id}/events': [...pages(`${run}/events`), { status: 404, path: `${none}/events` }],
    'get /runs/{id}/predictions/{subset}': [
      { status: 200, path: `${run}/predictions/a` },
      { status: 403, path: `/runs/${runs.unlicensed}/predictions/a` },
      { status: 404, path: `${run}/predictions/c` },
      { status: 404, path: `${none}/predictions/a` },
      { status: 422, path: `${run}/predictions/a?key=${LONG}` },
    ],
    'get /runs/{id}/export': [
      { status: 200, path: `${run}/export` },
      { status: 403, path: `/runs/${runs.unlicensed}/export` },
      { status: 404, path: `${none}/export` },
      { status: 422, path: `${run}/export?key=${LONG}` },
    ],
    'get /runs/{id}/citation': [
      { status: 200, path: `${run}/citation` },
      { status: 200, path: `${run}/citation?format=text` },
      { status: 200, path: `${run}/citation?format=json` },
      { status: 404, path: `${none}/citation` },
      { status: 422, path: `${run}/citation?format=xml` },
    ],
    'get /runs/{id}/diagnostics': [
      { status: 200, path: `${run}/diagnostics` },
      { status: 200, path: `/runs/${runs.votes}/diagnostics` },
      { status: 200, path: `${run}/diagnostics?policy=oracle&allow_partial=true` },
      { status: 400, path: `${run}/diagnostics?policy=best_of:min` },
      { status: 404, path: `${none}/diagnostics` },
      { status: 422, path: `${run}/diagnostics?allow_partial=x` },
    ],
    'get /runs/{id}/curve': [
      { status: 200, path: `${run}/curve` },
      { status: 200, path: `${run}/curve?points=100` },
      { status: 400, path: `/runs/${runs.votes}/curve` },
      { status: 404, path: `${none}/curve` },
      { status: 422, path: `${run}/curve?points=0` },
    ],
    'get /compare': [
      { status: 200, path: `/compare?runs=${runs.listed},${runs.second}` },
      { status: 200, path: `/compare?runs=${runs.listed},${runs.graces}&class=oracle` },
      { status: 400, path: `/compare?runs=${runs.listed},${runs.elsewhere}` },
      { status: 400, path: `/compare?runs=${runs.listed},${runs.second}&policy=best_of:min` },
      { status: 400, path: `/compare?runs=${runs.listed},${runs.withdrawn}` },
      { status: 404, path: `/compare?runs=${runs.listed},${NONE.run}` },
      { status: 422, path: `/compare?runs=${runs.listed}` },
    ],
    'get /diff': [
      { status: 200, path: `/diff?a=${runs.listed}&b=${runs.second}` },
      { status: 400, path: `/diff?a=${runs.listed}&b=${runs.elsewhere}` },
      { status: 404, path: `/diff?a=${runs.listed}&b=${NONE.run}` },
      { status: 422, path: `/diff?a=${runs.listed}` },
    ],
  }
}

/** What becomes of runs. Each request changes what the later ones meet. */
export function moveCases({ runs, unlisted, tokens: { ada, grace } }: World): Cases {
  const body = JSON.stringify({ reason: 'A mistake' })
  const by = (run: string) => JSON.stringify({ by: run, reason: 'A mistake' })
  return {
    'post /runs/{id}/supersede': [
      { status: 200, path: `/runs/${runs.second}/supersede`, token: ada, body: by(runs.listed) },
      { status: 200, path: `/runs/${runs.second}/supersede`, token: ada, body: by(runs.listed) },
      { status: 403, path: `/runs/${runs.graces}/supersede`, token: ada, body: by(runs.listed) },
      { status: 404, path: `/runs/${NONE.run}/supersede`, token: ada, body: by(runs.listed) },
      { status: 409, path: `/runs/${runs.withdrawn}/supersede`, token: ada, body: by(runs.listed) },
      { status: 409, path: `/runs/${runs.listed}/supersede`, token: ada, body: by(runs.second) },
      { status: 409, path: `/runs/${runs.listed}/supersede`, token: ada, body: by(runs.elsewhere) },
    ],
    'post /runs/{id}/withdraw': [
      { status: 200, path: `/runs/${runs.graces}/withdraw`, token: grace, body },
      { status: 200, path: `/runs/${runs.graces}/withdraw`, token: grace, body },
      { status: 200, path: `/runs/${runs.superseded}/withdraw`, token: ada, body },
      { status: 403, path: `/runs/${runs.graces}/withdraw`, token: ada, body },
      { status: 404, path: `/runs/${NONE.run}/withdraw`, token: ada, body },
    ],
    'post /runs/{id}/publish': [
      { status: 200, path: `/runs/${unlisted.id}/publish`, token: ada },
      { status: 200, path: `/runs/${unlisted.id}/publish`, token: ada },
      { status: 409, path: `/runs/${runs.hidden}/publish`, token: ada },
      { status: 403, path: `/runs/${runs.graces}/publish`, token: ada },
      { status: 404, path: `/runs/${NONE.run}/publish`, token: ada },
      { status: 422, path: '/runs/x/publish', token: ada },
    ],
  }
}
