import { expect, test } from 'vitest'
import { serverPool } from '../../../bench-runner/http/server-pool.ts'
import { tokenWindow } from '../../../bench-runner/http/token-window.ts'

const URLS = ['http://a', 'http://b', 'http://c']

test('a window halves when it was too much, once for all calls that were under way', () => {
  const window = tokenWindow(64_000)
  window.overloaded(10, 20)
  window.overloaded(15, 21)
  expect(window.tokens()).toBe(32_000)
  window.overloaded(25, 30)
  expect(window.tokens()).toBe(16_000)
})

test('a window grows by one call a window of answers, and never beyond its most', () => {
  const window = tokenWindow(64_000)
  window.overloaded(1, 2)
  for (let call = 0; call < 8; call++) window.succeeded(4000)
  // 8 × 4000 = 32,000 tokens, one window: about one call of 4,000 more
  expect(window.tokens()).toBeGreaterThan(35_500)
  expect(window.tokens()).toBeLessThanOrEqual(36_000)
  for (let call = 0; call < 1000; call++) window.succeeded(4000)
  expect(window.tokens()).toBe(64_000)
})

test('a window never closes', () => {
  const window = tokenWindow(64_000)
  for (let time = 0; time < 100; time++) window.overloaded(2 * time, 2 * time + 1)
  expect(window.tokens()).toBe(1024)
})

test('sends what has no key where the least is under way', () => {
  const pool = serverPool(URLS, 1000)
  const seen = Array.from({ length: 6 }, () => {
    const server = pool.choose(100, undefined, 1)
    server.load += 100
    return server.url
  })
  expect(seen.toSorted()).toEqual(URLS.flatMap((url) => [url, url]))
})

test('a slower server gets less', () => {
  const pool = serverPool(['http://a', 'http://b'], 8000)
  pool.servers[0]?.window.overloaded(1, 2)
  for (let call = 0; call < 30; call++) pool.choose(100, undefined, 1).load += 100
  // Windows of 4,000 and 8,000 tokens share 30 calls as 10 and 20.
  expect(pool.servers.map(({ load }) => load)).toEqual([1000, 2000])
})

test('calls of one problem go to one server, and problems to all', () => {
  const pool = serverPool(URLS, 100_000)
  const of = (problem: string) => pool.choose(10, problem, 1).url
  const problems = Array.from({ length: 300 }, (_, index) => `How many are ${index}?`)
  const chosen = new Map(problems.map((problem) => [problem, of(problem)]))
  for (const problem of problems) expect(of(problem)).toBe(chosen.get(problem))
  const counts = Map.groupBy(chosen.values(), (url) => url)
  for (const url of URLS) expect(counts.get(url)?.length).toBeGreaterThan(60)
})

test('a problem’s own server takes no more than a quarter over its share', () => {
  const pool = serverPool(URLS, 100_000)
  for (let call = 0; call < 300; call++) pool.choose(10, 'one problem', 1).load += 10
  const loads = pool.servers.map(({ load }) => load)
  // Of 3,000 tokens each has 1,000 as its share.
  expect(Math.max(...loads)).toBeLessThanOrEqual(1260)
  expect(Math.max(...loads)).toBeGreaterThan(1200)
})

test('leaves alone who does not answer, unless nobody does', () => {
  const pool = serverPool(URLS, 1000)
  const [first, second, third] = pool.servers
  if (!first || !second || !third) throw new Error('three')
  first.awayUntil = 50
  second.awayUntil = 40
  expect(Array.from({ length: 3 }, () => pool.choose(1, undefined, 10).url)).toEqual(
    Array(3).fill('http://c'),
  )
  third.awayUntil = 60
  expect(pool.choose(1, 'key', 10).url).toBe('http://b')
})
