import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import type { Sha256 } from '#schema/sha256.ts'
import type { Failed } from '../failure.ts'

/** A repository that holds step scores of models, and how to read them. */
export interface ImportSource {
  readonly id: string
  readonly title: string
  /** Who published the scores, and where they tell of it. */
  readonly citation: string
  /** `owner/name` on GitHub. */
  readonly repository: string
  readonly commit: string
  /** Licence of the scores; undefined where none is stated. */
  readonly license: string | undefined
  /** What of them may be passed on, and what a reader must know of them. */
  readonly notes: readonly string[]
  /** The benchmark whose items were scored. */
  readonly benchmark: string
  /** The folder of converted copies, where it is not named as the benchmark is. */
  readonly folder?: string
  readonly models: readonly ImportedModel[]
  /** The predictions in a model's files, which come in the order of its `paths`. Pure. */
  readonly parse: (files: readonly RawFile[], about: ParseContext) => Parsed
}

export interface ImportedModel {
  /** What the source calls it. */
  readonly name: string
  /** As it stands on the hub; an owner and a name that are on no hub where it is not there. */
  readonly model: RunManifest['model']
  readonly trainingData?: string
  /** Its files in the repository. */
  readonly paths: readonly string[]
  /** SHA-256 of its canonical scores; without it nobody has read them here yet. */
  readonly content?: Sha256
}

export interface RawFile {
  readonly path: string
  readonly text: string
}

export interface ParseContext {
  readonly model: ImportedModel
  readonly items: readonly BenchmarkItem[]
}

export type Parsed =
  | {
      readonly status: 'ok'
      readonly lines: readonly AnyPredictionLine[]
      readonly warnings: readonly string[]
    }
  | Failed

export function rawUrl({ repository, commit }: ImportSource, path: string): string {
  return `https://raw.githubusercontent.com/${repository}/${commit}/${encodeURI(path)}`
}

/** The names by which a model may be asked for: the source's, and the hub's with or without owner. */
export function namesOf({ name, model: { id } }: ImportedModel): readonly string[] {
  return [name, id, id.slice(id.indexOf('/') + 1)]
}
