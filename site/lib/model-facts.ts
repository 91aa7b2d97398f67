import type { CatalogModel } from '#schema/catalog.ts'
import { billions } from './format.ts'
import type { Fact } from './manifest-facts.ts'
import { KIND_WORDS } from './words.ts'

/** What the catalog says of a model in plain words; what it does not say is left out. */
export function modelFacts(model: CatalogModel): readonly Fact[] {
  const { kind, params, base, trainingData, license, cited, note, verified } = model
  const facts: readonly [string, string | undefined][] = [
    ['Kind', kind && KIND_WORDS[kind]],
    ['Size', params === undefined ? undefined : `${billions(params)} billion parameters`],
    ['Trained from', base],
    ['Training data', trainingData],
    ['Licence', license],
    ['Cited as', cited],
    ['Note', note],
    ['Facts', verified ? 'read from its own page or paper' : 'not checked against its own page'],
  ]
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}
