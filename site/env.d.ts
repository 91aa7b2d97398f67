import type { ErrorBody } from '#schema/error.ts'
import type { Marks } from './lib/placed.ts'

declare global {
  namespace App {
    interface Locals {
      /** Why the page that was asked for cannot be shown. */
      refusal?: ErrorBody
      /** What the page's own style sheet will hold. */
      marks: Marks
    }
  }
}
