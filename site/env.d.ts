import type { ErrorBody } from '#schema/error.ts'

declare global {
  namespace App {
    interface Locals {
      /** Why the page that was asked for cannot be shown. */
      refusal?: ErrorBody
    }
  }
}
