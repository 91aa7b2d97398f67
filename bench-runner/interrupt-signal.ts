import { EXIT, type ExitCode } from './exit-code.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** A signal that aborts when the process is asked to end; asked again, it ends at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  function stop(name: NodeJS.Signals) {
    for (const each of SIGNALS) process.off(each, stop)
    controller.abort(name)
  }
  for (const name of SIGNALS) process.on(name, stop)
  return controller.signal
}

/** The exit code after an interruption: it tells who asked for it. */
export function interruptCode({ reason }: AbortSignal): ExitCode {
  return reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
}
