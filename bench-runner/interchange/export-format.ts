import type { Failed } from '../failure.ts'
import type { ExportedRun } from './exported-run.ts'

/** How the exporting organisation stands to the makers of the model, in the words of every_eval_ever. */
export const RELATIONSHIPS = ['first_party', 'third_party', 'collaborative', 'other'] as const
export type Relationship = (typeof RELATIONSHIPS)[number]

/** What a run folder does not know and a format asks for. */
export interface ExportAbout {
  readonly now: Date
  /** Where the run can be read. */
  readonly url?: string | undefined
  /** `owner/name` of the benchmark on the Hugging Face hub. */
  readonly dataset?: string | undefined
  /** Who evaluated the model. */
  readonly organization?: string | undefined
  readonly relationship: Relationship
}

export interface ExportedFile {
  /** Relative to the output folder. */
  readonly path: string
  readonly content: string
}

export type Exported =
  | { readonly status: 'document'; readonly text: string }
  | {
      readonly status: 'files'
      /** In the order they must be written. */
      readonly files: readonly ExportedFile[]
      readonly warnings: readonly string[]
    }

/** A form of results that others read. */
export interface ExportFormat {
  readonly id: string
  readonly write: (run: ExportedRun, about: ExportAbout) => Exported | Failed
}
