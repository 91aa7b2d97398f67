import type { Issue } from '#schema/error.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { ExpectedItem } from '#schema/prediction.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'

/** An item that rows may be about. */
export interface ImportTarget {
  readonly item: BenchmarkItem
  readonly expected: ExpectedItem
}

export interface ImportContext {
  /** The item of an id, if there is one. */
  readonly find: (id: string) => ImportTarget | undefined
  /** `owner/name` of the model the rows are said to be of. */
  readonly model: string
  /** How labels beside scores were made of them, as `fixed:<t>` with transforms or none. */
  readonly rule: string | undefined
}

/** What one row says of an item, or what is wrong with it. Untrusted until then. */
export type ImportedRow =
  | {
      readonly status: 'line'
      readonly line: AnyPredictionLine
      /** What could not be checked. */
      readonly warning?: string
    }
  /** The row says that its item has no prediction. */
  | { readonly status: 'missing'; readonly id: string }
  | {
      readonly status: 'refused'
      readonly item?: string
      readonly issues: readonly Pick<Issue, 'field' | 'message'>[]
    }

/** A form of item-level results that others write, one JSON object a line. */
export interface ImportFormat {
  readonly id: string
  /** `first`: of rows of one item the first counts. `same`: they must say the same. */
  readonly repeated: 'first' | 'same'
  readonly readRow: (row: unknown, context: ImportContext) => ImportedRow
}

export function refusedRow(
  item: string | undefined,
  ...issues: readonly Pick<Issue, 'field' | 'message'>[]
): ImportedRow {
  return { status: 'refused', ...(item !== undefined && { item }), issues }
}

export const NO_SUCH_ITEM = 'No such item in this benchmark revision'
