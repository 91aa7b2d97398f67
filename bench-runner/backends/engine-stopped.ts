import type { FailureCode } from '../failure.ts'

/**
 * An engine cannot go on: a server went away, a model is not what the adapter reads. What was scored
 * is kept, and the run can be resumed. The message says what happened, then what to do.
 */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped'
  readonly code: FailureCode

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
