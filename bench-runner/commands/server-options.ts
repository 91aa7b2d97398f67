import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { ROUTES } from '../backends/engine-options.ts'
import { readNumber } from './read-number.ts'

/** Options of models behind servers. */
export function baseUrlOption() {
  return new Option('--base-url <url>', 'a server of the model; repeatable').argParser(addAddress)
}

export function servedModelOption() {
  return new Option('--served-model <name>', 'what the servers call the model (default: its id)')
}

export function policyUrlOption() {
  return new Option('--policy-url <url>', 'a chat server of the policy; repeatable').argParser(
    addAddress,
  )
}

export function referenceUrlOption() {
  return new Option(
    '--reference-url <url>',
    'a server of the model that an implicit PRM is compared with; repeatable',
  ).argParser(addAddress)
}

export function referenceModelOption() {
  return new Option('--reference-model <name>', 'what those servers call that model')
}

export function routeOption() {
  return new Option(
    '--route <name>',
    'how servers are asked for labels (default: as they best can)',
  ).choices(ROUTES)
}

export function tokensInFlightOption() {
  return new Option(
    '--tokens-in-flight <number>',
    'the most tokens under way at each server (default: 131072)',
  ).argParser(readWhole)
}

export function timeoutOption() {
  return new Option('--timeout <seconds>', 'how long one answer may take (default: 600)').argParser(
    readAbove0,
  )
}

export function patienceOption() {
  return new Option(
    '--patience <seconds>',
    'how long all servers may be away before a run stops (default: 600)',
  ).argParser(readAbove0)
}

export function apiKeyEnvOption() {
  return new Option(
    '--api-key-env <name>',
    'variable of the environment that holds the servers’ key (default: STEPMARK_BACKEND_KEY)',
  )
}

function addAddress(text: string, before: readonly string[] = []): readonly string[] {
  const url = URL.parse(text)
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (isWeb && url.username === '' && url.search === '') return [...before, text]
  throw new InvalidArgumentError('Write an address such as http://localhost:8000, without a key.')
}

function readAbove0(text: string): number {
  const value = readNumber(text)
  if (value > 0) return value
  throw new InvalidArgumentError('Write a number above 0.')
}

function readWhole(text: string): number {
  const value = readAbove0(text)
  if (Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError('Write a whole number.')
}
